package io.isthmus.service.http.problem;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the first line of a request is read. */
@Configuration(proxyBeanMethods = false)
class RequestLineConfiguration {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> requestLines() {
    return factory -> factory.addContextValves(new RequestLineValve());
  }
}

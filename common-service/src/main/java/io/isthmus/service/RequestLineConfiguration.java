package io.isthmus.service;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the beginning of a request is read: its line and the header Host. */
@Configuration(proxyBeanMethods = false)
class RequestLineConfiguration {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> requestLines() {
    return factory -> {
      factory.setProtocol(LenientHostProtocol.class.getName());
      factory.addContextValves(new RequestLineValve());
    };
  }
}

package io.isthmus.service.http;

import io.isthmus.service.http.problem.ProblemReportValve;
import io.isthmus.service.security.ListenerGuard;
import io.isthmus.service.security.NetworkProperties;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What cannot be said of Tomcat in properties. */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

  /**
   * A client that asks first ({@code Expect: 100-continue}) is told to go on when its body is read,
   * which is after admission, and so sends no body that is refused.
   */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> bodiesThatAskFirst() {
    return factory ->
        factory.addProtocolHandlerCustomizers(
            handler -> {
              if (handler instanceof AbstractHttp11Protocol<?> http) {
                http.setContinueResponseTiming("onRead");
              }
            });
  }

  @Bean
  ListenerGuard listenerGuard(NetworkProperties plain) {
    return new ListenerGuard(plain);
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemReports() {
    return factory ->
        factory.addContextCustomizers(
            context -> {
              if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemReportValve.class.getName());
              }
            });
  }
}

package io.isthmus.service.connection;

import io.isthmus.service.settings.LimitProperties;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Bounds every connector: the service's own, and that of Actuator where it has one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConnectionProperties.class)
public class ConnectionConfiguration {

  private static final String MOST = "server.tomcat.max-connections";

  /** Last, since Spring Boot sets its own defaults. */
  private record Last(
      WebServerFactoryCustomizer<TomcatServletWebServerFactory> customizer, int order)
      implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
    @Override
    public void customize(TomcatServletWebServerFactory factory) {
      customizer.customize(factory);
    }

    @Override
    public int getOrder() {
      return order;
    }
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundedConnections(
      ConnectionProperties times,
      LimitProperties limits,
      Environment environment,
      ApplicationContext context) {
    boolean chosen = Binder.get(environment).bind(MOST, Integer.class).isBound();
    return new Last(
        factory -> {
          factory.setProtocol(BoundedProtocol.class.getName());
          factory.addEngineValves(new UnreadBodies());
          factory.addConnectorCustomizers(
              connector -> {
                if (connector.getProtocolHandler() instanceof BoundedProtocol bounded) {
                  bounded.bound(times, times.pace(limits.uploadTime()), () -> dead(context));
                  if (!chosen) {
                    bounded.setMaxConnections(most(Ssl.isEnabled(factory.getSsl())));
                  }
                }
              });
        },
        Ordered.LOWEST_PRECEDENCE);
  }

  private static int most(boolean tls) {
    return ConnectionMemory.connections(Runtime.getRuntime().maxMemory(), tls);
  }

  /** Liveness is told of on another connector, or to those that are connected still. */
  private static void dead(ApplicationContext context) {
    AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
  }
}

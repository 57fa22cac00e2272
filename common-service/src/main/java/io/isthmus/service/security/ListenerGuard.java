package io.isthmus.service.security;

import java.net.InetAddress;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * The last look at every listener before it opens, whatever made it: without TLS it is on loopback,
 * or a property allows a plain network. {@link Exposure} has said so of the properties long before,
 * in better words; this holds for a connector that no property tells of.
 */
public final class ListenerGuard
    implements WebServerFactoryCustomizer<TomcatWebServerFactory>, Ordered {

  private final NetworkProperties plain;

  /** A guard that lets through what these properties allow. */
  public ListenerGuard(NetworkProperties plain) {
    this.plain = plain;
  }

  /** After all who may add a connector or change one. */
  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }

  @Override
  public void customize(TomcatWebServerFactory factory) {
    factory.addConnectorCustomizers(this::require);
    factory.getAdditionalConnectors().forEach(this::require);
  }

  /** Throws RefusedStartException. */
  void require(Connector connector) {
    boolean allowed = plain.plainNetwork() || plain.plainActuator();
    if (!allowed && !isEncrypted(connector) && !isOnLoopback(connector)) {
      throw new RefusedStartException(
          "Without TLS a service listens on loopback only, and the listener of port %d is on other addresses."
              .formatted(connector.getPort()),
          "Give it a loopback address or TLS, or allow it by name: --%s=true."
              .formatted(Exposure.PLAIN_NETWORK));
    }
  }

  private static boolean isEncrypted(Connector connector) {
    return connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http
        && http.isSSLEnabled();
  }

  private static boolean isOnLoopback(Connector connector) {
    InetAddress address =
        connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http
            ? http.getAddress()
            : null;
    return address != null && address.isLoopbackAddress();
  }
}

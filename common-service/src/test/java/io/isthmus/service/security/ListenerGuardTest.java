package io.isthmus.service.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.answers.Answers;
import java.net.InetAddress;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

class ListenerGuardTest {

  @RegisterExtension final Answers answers = new Answers("library");

  private static final NetworkProperties CLOSED = new NetworkProperties(false, false);

  private static Connector connector(@Nullable String address) throws Exception {
    Connector connector = new Connector();
    connector.setPort(7777);
    var http = (AbstractHttp11Protocol<?>) connector.getProtocolHandler();
    http.setAddress(address == null ? null : InetAddress.getByName(address));
    return connector;
  }

  private static void open(NetworkProperties plain, Connector connector) {
    TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
    factory.addAdditionalConnectors(connector);
    new ListenerGuard(plain).customize(factory);
  }

  @Test
  void aConnectorThatNoPropertyTellsOfIsOnLoopback() throws Exception {
    for (String address : new String[] {null, "0.0.0.0", "::", "192.0.2.1"}) {
      Connector connector = connector(address);
      assertThatThrownBy(() -> open(CLOSED, connector))
          .isInstanceOf(RefusedStartException.class)
          .hasMessageContaining("the listener of port 7777 is on other addresses");
      open(new NetworkProperties(true, false), connector);
    }
    Connector here = connector("::1");
    assertThatCode(() -> open(CLOSED, here)).doesNotThrowAnyException();
    answers.fault(
        "a plain connector on another address that no property tells of",
        "the start is refused before it opens");
  }

  @Test
  void orItIsEncrypted() throws Exception {
    Connector connector = connector("0.0.0.0");
    ((AbstractHttp11Protocol<?>) connector.getProtocolHandler()).setSSLEnabled(true);
    assertThatCode(() -> open(CLOSED, connector)).doesNotThrowAnyException();
  }

  @Test
  void theServicesOwnConnectorIsLookedAtWhenItIsMade() {
    TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
    new ListenerGuard(CLOSED).customize(factory);
    assertThatThrownBy(factory::getWebServer).hasMessageContaining("listens on loopback only");
  }
}

package io.isthmus.device.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.isthmus.TestModel;
import io.isthmus.hostile.TestCa;
import io.isthmus.units.DataSize;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.web.client.ResourceAccessException;

/** Whom a device talks to over TLS, and what it says of those that it does not. */
class EdgeTlsTest {

  private static final TestCa CA = TestCa.create();
  private static final TestCa OTHER = TestCa.create();
  private static final DataSize LONGEST = new DataSize(1000);

  private final List<HttpsServer> edges = new ArrayList<>();
  private final List<CloseableHttpClient> clients = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    edges.forEach(edge -> edge.stop(0));
    for (CloseableHttpClient client : clients) {
      client.close();
    }
  }

  @Test
  void anEdgeOfTheSameAuthorityIsTalkedTo_andKnowsTheDevice() throws Exception {
    int edge = edge(CA.bundle("edge").createSslContext());
    assertThat(peer(device(CA.bundle("device"), edge))).contains("CN=device");
  }

  @Test
  void anEdgeOfAnotherAuthorityIsNot() throws Exception {
    EdgeHttp device =
        device(CA.bundle("device"), edge(OTHER.bundle("edge", CA).createSslContext()));
    assertThatThrownBy(() -> device.get("/peer", LONGEST))
        .isInstanceOf(EdgeException.class)
        .hasMessageContaining("not of an authority that this device trusts");
  }

  @Test
  void anEdgeOfAnotherNameIsNot() throws Exception {
    CA.issue("elsewhere", "elsewhere.example");
    EdgeHttp device = device(CA.bundle("device"), edge(CA.bundle("elsewhere").createSslContext()));
    assertThatThrownBy(() -> device.get("/peer", LONGEST))
        .isInstanceOf(EdgeException.class)
        .hasMessageContaining("not for the host in isthmus.edge.url");
  }

  @Test
  void anEdgeWhoseCertificateHasExpiredIsNot() throws Exception {
    CA.issueExpired("expired");
    EdgeHttp device = device(CA.bundle("device"), edge(CA.bundle("expired").createSslContext()));
    assertThatThrownBy(() -> device.get("/peer", LONGEST))
        .isInstanceOf(EdgeException.class)
        .hasMessageContaining("has expired");
  }

  /** The reason may be lost: an edge that closes with something unread resets the connection. */
  @Test
  void anEdgeThatRefusesTheDeviceFails() throws Exception {
    EdgeHttp device =
        device(OTHER.bundle("device", CA), edge(CA.bundle("edge").createSslContext()));
    assertThatThrownBy(() -> device.get("/peer", LONGEST))
        .isInstanceOfSatisfying(
            EdgeException.class,
            e ->
                assertThat(e.kind()).isIn(EdgeException.Kind.FAILED, EdgeException.Kind.UNREACHED));
  }

  @Test
  void thatTheEdgeRefusesTheDeviceIsSaidInWords() {
    var alert = new SSLHandshakeException("Received fatal alert: certificate_expired");
    assertThat(TlsFailure.explain(new ResourceAccessException("I/O error", alert)))
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .contains("refuses this device's certificate", "certificate_expired"));
    assertThat(TlsFailure.explain(new IOException("Connection reset"))).isEmpty();
  }

  @Test
  void newCertificatesAreShownToTheEdgeFromTheNextRequestOn() throws Exception {
    int edge = edge(CA.bundle("edge").createSslContext());
    var bundles = new DefaultSslBundleRegistry("isthmus", CA.bundle("device"));
    EdgeHttp device = device(bundles, edge);
    assertThat(peer(device)).contains("CN=device");
    CA.issue("renewed");
    bundles.updateBundle("isthmus", CA.bundle("renewed"));
    assertThat(peer(device)).contains("CN=renewed");
  }

  @Test
  void aNewAuthorityIsTrustedFromTheNextRequestOn() throws Exception {
    int edge = edge(OTHER.bundle("edge").createSslContext());
    var bundles = new DefaultSslBundleRegistry("isthmus", CA.bundle("device"));
    EdgeHttp device = device(bundles, edge);
    assertThatThrownBy(() -> device.get("/peer", LONGEST)).isInstanceOf(EdgeException.class);
    bundles.updateBundle("isthmus", OTHER.bundle("device"));
    assertThat(peer(device)).contains("CN=device");
  }

  private static String peer(EdgeHttp device) throws EdgeException {
    return new String(device.get("/peer", LONGEST), UTF_8);
  }

  private EdgeHttp device(SslBundle bundle, int edge) {
    return device(new DefaultSslBundleRegistry("isthmus", bundle), edge);
  }

  private EdgeHttp device(DefaultSslBundleRegistry bundles, int edge) {
    EdgeProperties properties = properties("https://localhost:" + edge);
    EdgeConfiguration configuration = new EdgeConfiguration();
    var connections = configuration.edgeConnections(properties, bundles);
    CloseableHttpClient client = configuration.edgeHttpClient(connections);
    clients.add(client);
    return configuration.edgeHttp(client, connections, properties, TestModel.model().network());
  }

  private static EdgeProperties properties(String url) {
    var source = new MapConfigurationPropertySource();
    source.put("isthmus.edge.url", URI.create(url));
    return new Binder(source).bindOrCreate("isthmus.edge", EdgeProperties.class);
  }

  /** Starts an edge that wants certificates and tells callers who they are; returns its port. */
  private int edge(SSLContext context) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpsServer edge = HttpsServer.create(address, 0);
    edge.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters connection) {
            SSLParameters parameters = context.getDefaultSSLParameters();
            parameters.setNeedClientAuth(true);
            connection.setSSLParameters(parameters);
          }
        });
    edge.createContext("/peer", EdgeTlsTest::tellPeer);
    edge.start();
    edges.add(edge);
    return edge.getAddress().getPort();
  }

  private static void tellPeer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var session = ((HttpsExchange) exchange).getSSLSession();
      byte[] name = session.getPeerPrincipal().getName().getBytes(UTF_8);
      exchange.sendResponseHeaders(200, name.length);
      exchange.getResponseBody().write(name);
    }
  }
}

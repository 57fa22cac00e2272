package io.isthmus.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.answers.Answers;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.hostile.TestCa;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestPropertySource;

/** An edge of profile tls, as its devices and others find it. */
@EdgeTest
@ActiveProfiles("tls")
@TestPropertySource(
    properties = {
      "isthmus.tls.certificate=target/edge-ca/edge.crt",
      "isthmus.tls.private-key=target/edge-ca/edge.key",
      "isthmus.tls.trust=target/edge-ca/ca.crt",
      "spring.ssl.bundle.watch.file.quiet-period=100ms",
      "isthmus.connections.header-time=3s",
      "management.server.port=0"
    })
@ExtendWith(OutputCaptureExtension.class)
class EdgeTlsTest {

  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();
  @RegisterExtension final Answers answers = new Answers("edge");

  private static final String[] TLS_12 = {
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
  };

  private static final String[] CBC = {
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"
  };

  private static final TestCa CA = TestCa.in(Path.of("target/edge-ca"));

  @LocalServerPort private int port;
  @LocalManagementPort private int actuator;

  @Test
  void aDeviceOfTheSameAuthorityIsServed() throws Exception {
    Reply reply = get(device(), "/model").orElseThrow();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("name").asString()).isEqualTo("efficientnet_b0");
  }

  @Test
  void nobodyElseIs() throws Exception {
    TestCa other = TestCa.create();
    CA.issueExpired("expired");
    assertThat(isServed(CA.anonymous())).as("without a certificate").isFalse();
    assertThat(isServed(other.bundle("device", CA).createSslContext()))
        .as("of another authority")
        .isFalse();
    assertThat(isServed(CA.bundle("expired").createSslContext())).as("expired").isFalse();
    assertThat(isServed(device())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
        "TLS_RSA_WITH_AES_128_GCM_SHA256"
      })
  void aCipherThatDoesNotAuthenticateWhatItEncrypts_orHasNoForwardSecrecyIsNotSpoken(String cipher)
      throws Exception {
    assertThatThrownBy(() -> handshake("TLSv1.2", cipher)).isInstanceOf(IOException.class);
  }

  @Test
  void tlsOf12And13IsSpokenWithAuthenticatedEncryption() throws Exception {
    assertThat(handshake("TLSv1.2", TLS_12)).contains("_WITH_AES_", "_GCM_");
    assertThat(handshake("TLSv1.3", "TLS_AES_128_GCM_SHA256")).isEqualTo("TLS_AES_128_GCM_SHA256");
    assertThat(handshake("TLSv1.3", "TLS_AES_256_GCM_SHA384")).isEqualTo("TLS_AES_256_GCM_SHA384");
    assertThatThrownBy(() -> handshake("TLSv1.2", CBC)).isInstanceOf(IOException.class);
    answers.fault(
        "a client of TLS 1.2 that offers CBC ciphers only",
        "the handshake fails; AES-GCM is spoken in TLS 1.2 and 1.3");
  }

  /** The cipher that is agreed on. */
  private String handshake(String protocol, String... ciphers) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) device().getSocketFactory().createSocket("localhost", port)) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setEnabledCipherSuites(ciphers);
      socket.startHandshake();
      return socket.getSession().getCipherSuite();
    }
  }

  @Test
  void whoNeverShakesHandsIsSentAway() throws Exception {
    byte[] beginning = {22, 3, 1, 0, 100, 1, 0}; // of a ClientHello
    for (byte[] sent : new byte[][] {{}, beginning}) {
      try (Socket socket = RawHttp.connect(port)) {
        socket.getOutputStream().write(sent);
        assertThat(socket.getInputStream().readAllBytes()).as("until it is closed").isEmpty();
      }
    }
    assertThat(isServed(device())).isTrue();
  }

  @Test
  void plainHttpIsToldNothing() throws Exception {
    Optional<Reply> reply = RawHttp.send(port, Request.get("/model"));
    reply.ifPresent(
        r -> {
          assertThat(r.status()).isEqualTo(400);
          assertThat(r.body()).hasSizeLessThan(200);
          r.tellsNothingInternal();
        });
  }

  @Test
  void theActuatorIsOnAPortOfItsOwn() throws Exception {
    get(device(), "/actuator/health").orElseThrow().isProblem(404);
    Reply links = RawHttp.send(actuator, Request.get("/actuator")).orElseThrow();
    assertThat(links.json().path("_links").propertyNames())
        .allMatch(name -> name.matches("self|health.*|info|metrics.*|prometheus"))
        .contains("health", "info", "metrics", "prometheus");
    for (String path : new String[] {"env", "beans", "heapdump", "splits", "loggers"}) {
      Reply reply = RawHttp.send(actuator, Request.get("/actuator/" + path)).orElseThrow();
      assertThat(reply.status()).as(path).isEqualTo(404);
      reply.tellsNothingInternal();
    }
    assertThat(RawHttp.send(actuator, Request.get("/model")).orElseThrow().status()).isEqualTo(404);
    RawHttp.send(actuator, Request.get("/actuator/%").with("Host", "twice"))
        .orElseThrow()
        .isProblem(400);
  }

  @Test
  void aNewCertificateIsUsedWithoutAFailedRequest() throws Exception {
    SSLContext device = device();
    X509Certificate old = CA.certificate("edge");
    assertThat(served(device)).isEqualTo(old);
    try (SSLSocket open = TestCa.connect(device, port)) {
      CA.issue("edge");
      X509Certificate renewed = CA.certificate("edge");
      assertThat(renewed).isNotEqualTo(old);
      long end = System.nanoTime() + PATIENCE_NANOS;
      while (!served(device()).equals(renewed)) {
        assertThat(System.nanoTime()).as("the old one is still in use").isLessThan(end);
        assertThat(get(device, "/load").orElseThrow().status()).isEqualTo(200);
      }
      assertThat(RawHttp.send(open, Request.get("/load")).orElseThrow().status()).isEqualTo(200);
    }
  }

  @Test
  void aKeyThatDoesNotFitItsCertificateIsNotTakenUp(CapturedOutput output) throws Exception {
    X509Certificate old = served(device());
    byte[] key = Files.readAllBytes(CA.file("edge.key"));
    Files.copy(CA.file("device.key"), CA.file("edge.key"), StandardCopyOption.REPLACE_EXISTING);
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!output.getAll().contains("SSL reload error")) {
      assertThat(System.nanoTime()).as("nobody complains").isLessThan(end);
      Thread.sleep(50);
    }
    assertThat(served(device())).isEqualTo(old);
    Files.write(CA.file("edge.key"), key);
  }

  private static SSLContext device() {
    return CA.bundle("device").createSslContext();
  }

  private Optional<Reply> get(SSLContext client, String path) throws IOException {
    return TestCa.send(client, port, Request.get(path));
  }

  /** In TLS 1.3 the client learns only when it reads that its certificate is not taken. */
  private boolean isServed(SSLContext client) {
    try {
      return get(client, "/load").isPresent();
    } catch (IOException refused) {
      return false;
    }
  }

  private X509Certificate served(SSLContext client) throws IOException {
    try (SSLSocket socket = TestCa.connect(client, port)) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }
}

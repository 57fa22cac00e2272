package io.isthmus.edge;

import static org.assertj.core.api.Assertions.assertThat;

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

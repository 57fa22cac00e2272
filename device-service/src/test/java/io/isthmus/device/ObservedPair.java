package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.device.edge.EdgeClient;
import io.isthmus.encoding.Encoding;
import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.network.Network;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A device and an edge, both real, with tracing on; the same two for all tests. */
@SpringBootTest(
    classes = {DeviceApplication.class, ObservedPair.Exporting.class},
    webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = {
      "isthmus.edge.probe-interval=100ms",
      "isthmus.edge.failures-to-open=5",
      "management.tracing.export.enabled=true",
      "management.opentelemetry.tracing.export.schedule-delay=20ms"
    })
abstract class ObservedPair {

  static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();
  static final RealEdge EDGE = new RealEdge(SPANS);

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @LocalServerPort private int port;

  @Autowired private EdgeClient link;

  @TestConfiguration(proxyBeanMethods = false)
  static class Exporting {
    @Bean
    SpanExporter exporter() {
      return new Unclosed(SPANS);
    }
  }

  @DynamicPropertySource
  static void theEdge(DynamicPropertyRegistry properties) throws IOException {
    Path calibration = calibration();
    properties.add("isthmus.edge.url", EDGE::url);
    properties.add("isthmus.calibration", () -> calibration);
    properties.add("isthmus.guard.share", () -> 0); // a check by chance would hold memory
  }

  /** One in which a JPEG of the input changes few answers, and a coarse one many. */
  private static Path calibration() throws IOException {
    Network network = TestModel.model().network();
    List<CalibratedOption> options =
        List.of(calibrated(Encoding.jpeg(95), 1, 0.008), calibrated(Encoding.jpeg(50), 40, 0.09));
    CalibratedCut input = new CalibratedCut(0, Network.INPUT, network.input().elements(), options);
    Path file = Files.createTempFile("isthmus", ".calibration.json");
    file.toFile().deleteOnExit();
    CalibrationStore.write(new Calibration(network.fingerprint(), 600, null, List.of(input)), file);
    return file;
  }

  private static CalibratedOption calibrated(Encoding encoding, int changed, double upper) {
    return new CalibratedOption(encoding, 25_000, 30_000, changed, upper, 0.1, null, null, null);
  }

  @BeforeEach
  void theEdgeIsReady() throws Exception {
    EDGE.fails(false);
    await(() -> link.status() == EdgeStatus.READY);
  }

  static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waits too long").isLessThan(end);
      Thread.sleep(10);
    }
  }

  /** Sends photographs, with such a query; the trace's identifier may be chosen. */
  JsonNode infer(String query, int images, String... headers) throws IOException {
    byte[] body = Multipart.images(Collections.nCopies(images, Photos.sample("coffee")));
    Request request = Request.post("/infer?" + query, Multipart.TYPE, body);
    for (int i = 0; i < headers.length; i += 2) {
      request = request.with(headers[i], headers[i + 1]);
    }
    Reply reply = RawHttp.send(port, request).orElseThrow();
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  /** The refusal of a photograph with such a query. */
  String refused(String query) throws IOException {
    byte[] body = Multipart.images(List.of(Photos.sample("coffee")));
    Request request = Request.post("/infer?" + query, Multipart.TYPE, body);
    Reply reply = RawHttp.send(port, request).orElseThrow();
    reply.isProblem(400);
    return reply.text();
  }

  String scrapeDevice() throws IOException {
    return scrape(port);
  }

  String scrapeEdge() throws IOException {
    return scrape(EDGE.port());
  }

  private static String scrape(int port) throws IOException {
    return RawHttp.send(port, Request.get("/actuator/prometheus")).orElseThrow().text();
  }
}

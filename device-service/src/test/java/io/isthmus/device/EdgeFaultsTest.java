package io.isthmus.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.answers.Answers;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.device.HostileEdge.Behaviour;
import io.isthmus.device.edge.EdgeClient;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Whatever the edge does, the user gets the answer, and the device goes back to a good edge. */
@SpringBootTest(classes = DeviceApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = {
      "isthmus.edge.probe-interval=100ms",
      "isthmus.edge.stale-after=1h",
      "isthmus.edge.timeout-floor=300ms",
      "isthmus.edge.timeout-max=1s"
    })
class EdgeFaultsTest {

  private static final HostileEdge EDGE = new HostileEdge();
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long BOUND_MS = 5000;

  @RegisterExtension final Answers answers = new Answers("device");

  @LocalServerPort private int port;

  @Autowired private EdgeClient edge;

  @DynamicPropertySource
  static void theEdge(DynamicPropertyRegistry properties) {
    properties.add("isthmus.edge.url", EDGE::url);
  }

  @BeforeEach
  void theEdgeIsMetAndWell() throws Exception {
    EDGE.tells(get("/model").body(), get("/profile").body());
    EDGE.behaves(good());
    await(EdgeStatus.READY);
  }

  @TestFactory
  Stream<DynamicTest> isFinishedByTheDeviceFromWhatItHolds() {
    Map<String, Behaviour> faults = new LinkedHashMap<>();
    faults.put("an error", exchange -> HostileEdge.reply(exchange, 500, new byte[0]));
    faults.put("another status", exchange -> HostileEdge.reply(exchange, 302, new byte[0]));
    faults.put("no tensor", exchange -> answer(exchange, "nonsense".getBytes(UTF_8)));
    faults.put("an empty answer", exchange -> answer(exchange, new byte[0]));
    faults.put(
        "logits of another shape",
        exchange -> answer(exchange, logits(1, TestModel.CLASSES - 1, 0)));
    faults.put(
        "logits of another batch", exchange -> answer(exchange, logits(2, TestModel.CLASSES, 0)));
    faults.put(
        "logits that are NaN",
        exchange -> answer(exchange, logits(1, TestModel.CLASSES, Float.NaN)));
    faults.put(
        "no Server-Timing",
        exchange -> HostileEdge.reply(exchange, 200, logits(1, TestModel.CLASSES, 0)));
    faults.put("an answer cut short", EdgeFaultsTest::cutShort);
    faults.put("a reset within the upload", exchange -> exchange.getRequestBody().close());
    faults.put("no answer at all", exchange -> Thread.sleep(2 * BOUND_MS));
    faults.put("a refusal", exchange -> HostileEdge.reply(exchange, 400, new byte[0]));
    return faults.entrySet().stream()
        .map(fault -> DynamicTest.dynamicTest(fault.getKey(), () -> isFinished(fault)));
  }

  private void isFinished(Map.Entry<String, Behaviour> fault) throws Exception {
    String local = infer("local").path("results").toString();
    EDGE.behaves(good());
    await(EdgeStatus.READY);
    EDGE.behaves(fault.getValue());
    for (String split : List.of("block5", "offload")) {
      long start = System.nanoTime();
      JsonNode answer = infer(split);
      assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(BOUND_MS);
      assertThat(answer.path("degraded").booleanValue()).isTrue();
      assertThat(answer.path("results").toString()).isEqualTo(local);
    }
    EDGE.behaves(good());
    await(EdgeStatus.READY);
    assertThat(infer("block5").path("degraded").booleanValue()).isFalse();
    answers.fault(
        "the edge answers a tail with " + fault.getKey(),
        "200 with the bits of the local answer, degraded, within 5 s, for a cut and for images;"
            + " the edge is used again once it is well");
  }

  @Test
  void anOverloadedEdgeIsLeftAloneUntilItsRetryAfterHasPassed() throws Exception {
    EDGE.behaves(
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "2");
          HostileEdge.reply(exchange, 503, new byte[0]);
        });
    int before = EDGE.tails();
    assertThat(infer("block5").path("degraded").booleanValue()).isTrue();
    LinkEstimate link = edge.link();
    for (int i = 0; i < 5; i++) {
      assertThat(infer("auto").at("/decision/reason").asString()).isEqualTo("edge-busy");
    }
    assertThat(EDGE.tails()).isEqualTo(before + 1);
    assertThat(edge.link().bytesPerMs()).isEqualTo(link.bytesPerMs());
    EDGE.behaves(good());
    await(EdgeStatus.READY);
    answers.fault(
        "the edge answers 503 with Retry-After",
        "200 from the device; the edge is not asked again before that time; no estimate moves");
  }

  @Test
  void anEdgeThatIsGreenButFailsOverDataStaysOutOfUse() throws Exception {
    EDGE.behaves(exchange -> HostileEdge.reply(exchange, 500, new byte[0]));
    for (int i = 0; i < 2; i++) {
      infer("block5");
    }
    await(EdgeStatus.UNAVAILABLE);
    int before = EDGE.tails();
    awaitTails(before + 3); // the canaries of three rounds, all of them real tails
    assertThat(EDGE.healthAsked()).isZero();
    assertThat(edge.status()).isEqualTo(EdgeStatus.UNAVAILABLE);
    assertThat(infer("auto").at("/decision/reason").asString()).isEqualTo("edge-unavailable");
    EDGE.behaves(good());
    await(EdgeStatus.READY);
    answers.fault(
        "health, model and profile are green while data fails",
        "200 from the device; the breaker stays open until a real tail succeeds;"
            + " health is never asked");
  }

  @Test
  void timesThatCannotBeAreInNoAnswer_andTeachNothing() throws Exception {
    EDGE.behaves(
        exchange -> {
          HostileEdge.withTimes(exchange);
          exchange
              .getResponseHeaders()
              .set("Server-Timing", "receive;dur=1, decode;dur=1, queue;dur=2, tail;dur=86400000");
          HostileEdge.reply(exchange, 200, logits(1, TestModel.CLASSES, 0));
        });
    for (int i = 0; i < 2; i++) {
      JsonNode answer = infer("block5");
      assertThat(answer.path("degraded").booleanValue()).isFalse();
      double totalMs = answer.at("/measuredMs/total").asDouble();
      assertThat(answer.at("/measuredMs/tail").asDouble()).isBetween(0.0, totalMs);
    }
    // no more than the probes report, which may come between
    assertThat(edge.load().slowdown().factor()).isLessThan(1.01);
    EDGE.behaves(
        exchange -> {
          exchange.getResponseHeaders().set("Server-Timing", "tail;dur=1e308, queue;dur=-1");
          HostileEdge.reply(exchange, 200, logits(1, TestModel.CLASSES, 0));
        });
    assertThat(infer("block5").path("degraded").booleanValue()).isTrue();
    EDGE.behaves(good());
    await(EdgeStatus.READY);
    answers.fault(
        "the edge says that a tail of milliseconds took a day, or 1e308 ms",
        "a day is cut to the exchange, in the answer and in the means, and teaches no estimate;"
            + " 1e308 is no time: the device finishes by itself");
  }

  private static void awaitTails(int count) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (EDGE.tails() < count) {
      assertThat(System.nanoTime()).as("tails: %d", EDGE.tails()).isLessThan(end);
      Thread.sleep(10);
    }
  }

  @Test
  void anEdgeWithAnotherModelIsNotUsedUntilTheyAgree() throws Exception {
    byte[] profile = get("/profile").body();
    EDGE.tells("{\"fingerprint\":\"other\"}".getBytes(UTF_8), profile);
    EDGE.behaves(exchange -> HostileEdge.reply(exchange, 409, new byte[0]));
    assertThat(infer("block5").path("degraded").booleanValue()).isTrue();
    JsonNode answer = infer("auto");
    assertThat(answer.at("/decision/reason").asString()).isEqualTo("edge-model-differs");
    assertThat(answer.path("degraded").booleanValue()).isTrue();
    theEdgeIsMetAndWell();
    assertThat(infer("block5").path("degraded").booleanValue()).isFalse();
    answers.fault(
        "the edge answers 409: another model",
        "200 from the device, degraded, and no more tails until they agree");
  }

  private void await(EdgeStatus status) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (edge.status() != status) {
      assertThat(System.nanoTime()).as("the edge is %s", edge.status()).isLessThan(end);
      Thread.sleep(10);
    }
  }

  private JsonNode infer(String split) throws IOException {
    byte[] body = Multipart.images(List.of(Photos.sample("coffee")));
    Request request = Request.post("/infer?logits=true&split=" + split, Multipart.TYPE, body);
    Reply reply = RawHttp.send(port, request).orElseThrow();
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private Reply get(String path) throws IOException {
    return RawHttp.send(port, Request.get(path)).orElseThrow();
  }

  /** Answers with zeros, which is all that a test of the way there needs. */
  private static Behaviour good() {
    return exchange -> answer(exchange, logits(1, TestModel.CLASSES, 0));
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange, byte[] body)
      throws IOException {
    HostileEdge.withTimes(exchange);
    HostileEdge.reply(exchange, 200, body);
  }

  private static void cutShort(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    HostileEdge.withTimes(exchange);
    byte[] body = logits(1, TestModel.CLASSES, 0);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(Arrays.copyOf(body, body.length / 2));
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private static byte[] logits(int batch, int classes, float value) throws IOException {
    TensorSpec spec = new TensorSpec(DType.F32, List.of(classes));
    ByteBuffer data = ByteBuffer.allocate((int) spec.bytes(batch)).order(ByteOrder.nativeOrder());
    while (data.hasRemaining()) {
      data.putFloat(value);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(out, "logits", new Tensor(spec, batch, data.flip()));
    return out.toByteArray();
  }
}

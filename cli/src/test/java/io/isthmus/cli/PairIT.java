package io.isthmus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.answers.Answers;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Payload;
import io.isthmus.cli.service.Processor;
import io.isthmus.cli.service.ServiceProcess;
import io.isthmus.cli.service.Services;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both services as real processes from their jars, with equal thread counts. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PairIT {

  private static final Checkout CHECKOUT = Checkout.find();
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LOAD = 120;

  /** Where in the load the edge is killed. */
  private static final int KILL_AT = 50;

  @RegisterExtension final Answers table = new Answers("pair");

  private static Services services;
  private static ServiceProcess edge;
  private static ServiceProcess device;
  private static TensorSpec input;
  private static int length;

  @BeforeAll
  static void startTheServices() throws Exception {
    try (ModelPackage opened = ModelPackage.open(CHECKOUT.defaultPackage())) {
      input = opened.network().input();
      length = opened.network().length();
    }
    services = RoughServices.of(CHECKOUT);
    edge = services.startEdge(1, Services.freePort());
    List<String> properties =
        List.of(
            "--isthmus.edge.url=http://127.0.0.1:" + edge.port(),
            "--isthmus.edge.probe-interval=500ms",
            "--isthmus.edge.timeout-floor=10s", // the edge of a busy machine is waited for
            "--isthmus.edge.patience-slack=60s");
    device = services.startDevice("device", 1, Processor.FULL, properties);
    awaitEdge("READY");
  }

  @AfterAll
  static void stopTheServices() {
    services.close();
  }

  @Order(1)
  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void everyCutGivesLogitsBitIdenticalToTheUncutChain(int batch) throws Exception {
    for (Payload payload : List.of(frames(batch), photographs(batch))) {
      List<String> uncut = logits(infer(payload, "local"));
      assertThat(uncut).hasSize(batch);
      for (int cut = 0; cut <= length; cut++) {
        JsonNode answer = infer(payload, Integer.toString(cut));
        assertThat(answer.at("/decision/split").intValue()).isEqualTo(cut);
        assertThat(answer.at("/degraded").booleanValue()).as("cut %d", cut).isFalse();
        assertThat(logits(answer)).as("cut %d", cut).isEqualTo(uncut);
      }
    }
  }

  @Order(1)
  @ParameterizedTest
  @ValueSource(strings = {"3@0,3@18", "3@5,3@5", "3@0,3@3", "3@7,3@13", "3@13,3@18"})
  void everyPlanGivesTheBitsOfTheUncutChainInChunksOfThatSize_inOrder(String plan)
      throws Exception {
    for (Payload payload : List.of(frames(6), photographs(6))) {
      List<String> uncut = logits(inferPlan(payload, "3@18,3@18"));
      JsonNode answer = inferPlan(payload, plan);
      assertThat(answer.at("/decision/plan")).hasSize(2);
      assertThat(degraded(answer)).isFalse();
      assertThat(logits(answer)).isEqualTo(uncut);
    }
  }

  @Order(2)
  @Test
  void killingTheEdgeUnderLoadLosesNothing_andItIsUsedAgainWhenItComesBack() throws Exception {
    Payload payload = photographs(2);
    List<String> uncut = logits(infer(payload, "local"));
    List<String> oneByOne = logits(inferPlan(payload, "1@18,1@18"));
    List<String> cuts = List.of("auto", "block5", "offload", "block11");
    AtomicInteger begun = new AtomicInteger();
    List<JsonNode> answers = Collections.synchronizedList(new ArrayList<>());
    ExecutorService clients = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> pending = new ArrayList<>();
      for (int i = 0; i < LOAD; i++) {
        String cut = cuts.get(i % cuts.size());
        pending.add(
            clients.submit(
                () -> {
                  if (begun.incrementAndGet() == KILL_AT) {
                    ProcessHandle.of(edge.pid()).orElseThrow().destroyForcibly(); // kill -9
                  }
                  return answers.add(infer(payload, cut));
                }));
      }
      for (Future<?> request : pending) {
        request.get(); // fails for any status but 200
      }
    } finally {
      clients.shutdownNow();
    }
    assertThat(answers).hasSize(LOAD);
    assertThat(answers)
        .allSatisfy(
            answer -> {
              boolean whole = answer.at("/decision/plan").size() == 1;
              assertThat(logits(answer)).isEqualTo(whole ? uncut : oneByOne);
            });
    assertThat(answers).filteredOn(PairIT::degraded).hasSizeBetween(20, LOAD - KILL_AT + 20);

    edge = services.startEdge(1, edge.port());
    awaitEdge("READY");
    JsonNode again = infer(payload, "block5");
    assertThat(degraded(again)).isFalse();
    assertThat(logits(again)).isEqualTo(uncut);
    table.fault(
        "the edge is killed (kill -9) under the load of four clients, and comes back",
        "120 requests, 120 answers with status 200 and the right bits; it is used again");
  }

  @Order(3)
  @Test
  void anEdgeWithMoreThreadsAnswersWithinRounding() throws Exception {
    edge.close();
    edge = services.startEdge(2, edge.port());
    awaitEdge("READY");
    JsonNode local = infer(frames(3), "local").at("/results");
    JsonNode answer = infer(frames(3), "block3");
    assertThat(degraded(answer)).isFalse();
    JsonNode split = answer.at("/results");
    for (int image = 0; image < 3; image++) {
      JsonNode expected = local.get(image).path("logits");
      double largest = 0;
      for (JsonNode logit : expected) {
        largest = Math.max(largest, Math.abs(logit.doubleValue()));
      }
      for (int i = 0; i < expected.size(); i++) {
        assertThat(split.get(image).path("logits").get(i).doubleValue())
            .isCloseTo(expected.get(i).doubleValue(), within(1e-5 * largest));
      }
      assertThat(split.get(image).at("/classes/0/index"))
          .isEqualTo(local.get(image).at("/classes/0/index"));
    }
  }

  private static boolean degraded(JsonNode answer) {
    return answer.path("degraded").booleanValue();
  }

  /** The logits of each image as they stand in the JSON, which names every float exactly. */
  private static List<String> logits(JsonNode answer) {
    List<String> logits = new ArrayList<>();
    answer.path("results").forEach(result -> logits.add(result.path("logits").toString()));
    return logits;
  }

  private static JsonNode infer(Payload payload, String split) throws Exception {
    return post(payload, "split=" + split);
  }

  private static JsonNode inferPlan(Payload payload, String plan) throws Exception {
    return post(payload, "plan=" + plan);
  }

  private static JsonNode post(Payload payload, String query) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(device.uri().resolve("/infer?logits=true&" + query))
            .header("Content-Type", payload.contentType())
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(payload.body()))
            .build();
    return send(request);
  }

  private static void awaitEdge(String status) throws Exception {
    URI conditions = device.uri().resolve("/conditions");
    long end = System.nanoTime() + PATIENCE.toNanos();
    String now = "";
    while (!now.equals(status)) {
      assertThat(System.nanoTime()).as("the edge is still %s", now).isLessThan(end);
      Thread.sleep(100);
      now = send(HttpRequest.newBuilder(conditions).build()).path("edge").asString();
    }
  }

  private static JsonNode send(HttpRequest request) throws Exception {
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static Payload frames(int batch) {
    byte[] noise = new byte[(int) input.bytes(batch)];
    new SplittableRandom(batch).nextBytes(noise);
    ByteBuffer data = ByteBuffer.wrap(noise).order(ByteOrder.nativeOrder());
    return Payload.frames(new Tensor(input, batch, data));
  }

  private static Payload photographs(int batch) throws Exception {
    List<Path> samples;
    try (var files = Files.list(CHECKOUT.samples())) {
      samples = files.filter(f -> f.toString().endsWith(".jpg")).sorted().toList();
    }
    List<byte[]> photographs = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      photographs.add(Files.readAllBytes(samples.get(i % samples.size())));
    }
    return Payload.photographs(photographs);
  }
}

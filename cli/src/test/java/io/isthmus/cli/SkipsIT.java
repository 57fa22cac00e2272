package io.isthmus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Payload;
import io.isthmus.cli.service.Placement;
import io.isthmus.cli.service.Processor;
import io.isthmus.cli.service.ServiceProcess;
import io.isthmus.cli.service.Services;
import io.isthmus.model.ModelPackage;
import io.isthmus.model.SkipsPackage;
import io.isthmus.network.Network;
import io.isthmus.tensor.Tensor;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both services as real processes, with a network of which several tensors cross a cut. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SkipsIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LOAD = 80;

  /** Where in the load the edge is killed. */
  private static final int KILL_AT = 30;

  private static Services services;
  private static ServiceProcess edge;
  private static ServiceProcess device;
  private static Network network;

  @BeforeAll
  static void startTheServices(@TempDir Path temp) throws Exception {
    Path modelPackage = SkipsPackage.write(temp.resolve("skips"));
    network = ModelPackage.readNetwork(modelPackage);
    services =
        new Services(
            Checkout.find(),
            modelPackage,
            Checkout.find().workFolder("it-skips"),
            Placement.SHARED,
            List.of(
                "--isthmus.model.profile-batches=1," + RoughServices.LARGEST_BATCH,
                "--isthmus.model.profile-time=20ms"));
    edge = services.startEdge(1, Services.freePort());
    List<String> properties =
        List.of(
            "--isthmus.edge.url=http://127.0.0.1:" + edge.port(),
            "--isthmus.edge.probe-interval=500ms",
            "--isthmus.edge.timeout-floor=10s", // the edge of a busy machine is waited for
            "--isthmus.edge.patience-slack=60s");
    device = services.startDevice("device", 1, Processor.FULL, properties);
    awaitEdge();
  }

  @AfterAll
  static void stopTheServices() {
    services.close();
  }

  @Order(1)
  @Test
  void everyCutGivesLogitsBitIdenticalToTheUncutChain() throws Exception {
    for (int batch : new int[] {1, 5}) {
      Payload payload = frames(batch);
      List<String> uncut = logits(infer(payload, "local"));
      assertThat(uncut).hasSize(batch).doesNotHaveDuplicates();
      for (int cut = 0; cut <= network.length(); cut++) {
        JsonNode answer = infer(payload, Integer.toString(cut));
        assertThat(answer.at("/decision/split").intValue()).isEqualTo(cut);
        assertThat(degraded(answer)).as("cut %d", cut).isFalse();
        assertThat(logits(answer)).as("cut %d", cut).isEqualTo(uncut);
      }
    }
  }

  @Order(2)
  @Test
  void killingTheEdgeUnderLoadLosesNothing_andItIsUsedAgainWhenItComesBack() throws Exception {
    Payload payload = frames(2);
    List<String> uncut = logits(infer(payload, "local"));
    List<String> cuts = List.of("down1", "down2", "mid", "offload");
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
    assertThat(answers).allSatisfy(answer -> assertThat(logits(answer)).isEqualTo(uncut));
    assertThat(answers).filteredOn(SkipsIT::degraded).isNotEmpty();

    edge = services.startEdge(1, edge.port());
    awaitEdge();
    JsonNode again = infer(payload, "down2");
    assertThat(degraded(again)).isFalse();
    assertThat(logits(again)).isEqualTo(uncut);
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
    HttpRequest request =
        HttpRequest.newBuilder(device.uri().resolve("/infer?logits=true&split=" + split))
            .header("Content-Type", payload.contentType())
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(payload.body()))
            .build();
    return send(request);
  }

  private static void awaitEdge() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String now = "";
    while (!now.equals("READY")) {
      assertThat(System.nanoTime()).as("the edge is still %s", now).isLessThan(end);
      Thread.sleep(100);
      HttpRequest ask = HttpRequest.newBuilder(device.uri().resolve("/conditions")).build();
      now = send(ask).path("edge").asString();
    }
  }

  private static JsonNode send(HttpRequest request) throws Exception {
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static Payload frames(int batch) {
    byte[] noise = new byte[(int) network.input().bytes(batch)];
    new SplittableRandom(batch).nextBytes(noise);
    ByteBuffer data = ByteBuffer.wrap(noise).order(ByteOrder.nativeOrder());
    return Payload.frames(new Tensor(network.input(), batch, data));
  }
}

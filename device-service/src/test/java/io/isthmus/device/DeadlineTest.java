package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.sun.net.httpserver.HttpExchange;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.device.edge.EdgeClient;
import io.isthmus.engine.InferencePool;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.hostile.Measuring;
import io.isthmus.hostile.Reply;
import io.isthmus.service.LoadMeter;
import io.isthmus.wire.WireHeaders;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A request with a deadline: nothing is begun, or waited for, that cannot meet it. */
@TestPropertySource(
    properties = {
      "isthmus.edge.stale-after=1h",
      "isthmus.edge.timeout-floor=30s",
      "isthmus.edge.timeout-max=30s"
    })
class DeadlineTest extends SplitsContract {

  private static final HostileEdge EDGE = new HostileEdge();
  private static final double AMPLE_MS = 60_000;
  private static final long HANGS_MS = 20_000;

  @Autowired private EdgeClient link;
  @Autowired private LoadMeter load;
  @Autowired private InferencePool pool;

  @DynamicPropertySource
  static void theEdge(DynamicPropertyRegistry properties) {
    properties.add("isthmus.edge.url", EDGE::url);
  }

  @Override
  HostileEdge edge() {
    return EDGE;
  }

  @BeforeEach
  void theDeviceKeepsToItsProfile() {
    deviceRuns(1);
  }

  private void deviceRuns(int timesSlower) {
    for (int i = 0; i < 5; i++) {
      load.measured(100 * timesSlower, 100);
    }
  }

  @Test
  void aDeadlineThatCanBeMetChangesNothing_andTravelsToTheEdge() throws Exception {
    AtomicReference<String> told = new AtomicReference<>("");
    EDGE.behaves(
        exchange -> {
          told.set(String.valueOf(exchange.getRequestHeaders().getFirst(WireHeaders.DEADLINE)));
          HostileEdge.zeros(1).answer(exchange);
        });
    Reply reply = post("block5", 1, AMPLE_MS);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("degraded").asBoolean()).isFalse();
    assertThat(Double.parseDouble(told.get())).isBetween(1.0, AMPLE_MS - 1e-3);
    assertThat(decision().path("deadlineMs").asDouble()).isBetween(1.0, AMPLE_MS);

    post("block5", 1);
    assertThat(told).hasValue("null");
    assertThat(decision().path("deadlineMs").isNull()).isTrue();
  }

  @Test
  void ifNothingCanMakeItAllThatWasThoughtOfIsTold_andTheEdgeIsNotAsked() throws Exception {
    deviceRuns(60);
    int before = EDGE.tails();
    Reply reply = post("auto", 1, 2);
    reply.isProblem(504);
    JsonNode problem = reply.json();
    assertThat(problem.path("leftMs").asDouble()).isLessThan(2);
    assertThat(problem.path("tried").size()).isGreaterThan(2);
    for (JsonNode attempt : problem.path("tried")) {
      assertThat(attempt.path("outcome").asString()).isEqualTo("not-begun");
      assertThat(attempt.path("predictedMs").asDouble())
          .isGreaterThan(problem.path("leftMs").asDouble());
      assertThat(attempt.at("/plan/0/images").asInt()).isEqualTo(1);
      assertThat(attempt.path("unit").asString()).isNotBlank();
    }
    assertThat(EDGE.tails()).isEqualTo(before);
    assertThat(post("auto", 1, AMPLE_MS).status()).isEqualTo(200);
  }

  @Test
  void aCutThatTheRequestNamesIsRefusedByName() throws Exception {
    deviceRuns(60);
    Reply reply = post("block5", 1, 5);
    reply.isProblem(504);
    assertThat(reply.json().path("tried").size()).isEqualTo(1);
    assertThat(reply.json().at("/tried/0/unit").asString()).isEqualTo("block5");
  }

  @Test
  void anEdgeThatWouldBeTooLateSaysSo_andTheDeviceFinishesAtOnce() throws Exception {
    String local = infer("local", 1).path("results").toString();
    EDGE.behaves(DeadlineTest::tooLate);
    LinkEstimate before = settled();
    for (int i = 0; i < 4; i++) { // more than open the breaker
      Reply reply = post("block5", 1, AMPLE_MS);
      assertThat(reply.status()).as(reply.text()).isEqualTo(200);
      assertThat(reply.json().path("degraded").asBoolean()).isTrue();
      assertThat(reply.json().path("results").toString()).isEqualTo(local);
    }
    assertThat(link.status()).isEqualTo(EdgeStatus.READY);
    theRateIsStill(before);
    assertThat(link.load().queueMs()).isPositive();
  }

  private static void tooLate(HttpExchange exchange) throws java.io.IOException {
    exchange.getResponseHeaders().set("Isthmus-Load", "queue=40.000, slowdown=1.000");
    HostileEdge.reply(exchange, 504, new byte[0]);
  }

  @Test
  void theDeviceGoesOnWhileItCanStillBeInTime() throws Exception {
    infer("local", 1); // what the first request loads is no part of the rule
    EDGE.behaves(exchange -> Thread.sleep(HANGS_MS));
    long start = System.nanoTime();
    Reply reply = post("block5", 1, 1500);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("degraded").asBoolean()).isTrue();
    assertThat(millisSince(start)).isLessThan(HANGS_MS);
  }

  @Test
  void whereOnlyTheEdgeCouldBeInTimeItIsWaitedForAndNoLonger() throws Exception {
    deviceRuns(60);
    EDGE.behaves(exchange -> Thread.sleep(HANGS_MS));
    LinkEstimate before = settled();
    double deadlineMs = 1.5 * predictedMs("input") + 200;
    for (int i = 0; i < 3; i++) { // more than open the breaker
      deviceRuns(60);
      long start = System.nanoTime();
      Reply reply = post("offload", 1, deadlineMs);
      assertThat(millisSince(start)).isBetween((long) deadlineMs - 50, HANGS_MS);
      reply.isProblem(504);
      assertThat(reply.json().at("/tried/0/unit").asString()).isEqualTo("input");
      assertThat(reply.json().at("/tried/0/outcome").asString()).isEqualTo("too-late");
      assertThat(reply.json().at("/tried/1/unit").asString()).isEqualTo("head");
      assertThat(reply.json().at("/tried/1/outcome").asString()).isEqualTo("not-begun");
      assertThat(reply.json().at("/tried/1/predictedMs").asDouble()).isGreaterThan(deadlineMs);
    }
    assertThat(link.status()).as("it is no fault of the edge").isEqualTo(EdgeStatus.READY);
    theRateIsStill(before);
  }

  private double predictedMs(String unit) throws Exception {
    for (JsonNode cut : splits().path("candidates")) {
      if (cut.path("unit").asString().equals(unit)) {
        return cut.at("/predictedMs/total").asDouble();
      }
    }
    throw new AssertionError("no cut " + unit);
  }

  @Test
  void whatExpiresInTheQueueIsNotBegun() throws Exception {
    Measuring.awaitEnd();
    CountDownLatch busy = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> other = threads.submit(() -> pool.run(() -> waitFor(busy)));
      while (pool.inside() == 0) {
        Thread.sleep(1);
      }
      double deadlineMs = 2 * predictedMs("head") + 400;
      Future<Reply> waiting = threads.submit(() -> post("local", 1, deadlineMs));
      while (pool.inside() < 2) {
        if (waiting.isDone()) {
          fail("it must wait for the thread, but: %s", waiting.get().text());
        }
        Thread.sleep(1);
      }
      Thread.sleep((long) deadlineMs);
      busy.countDown();
      other.get();
      waiting.get().isProblem(504);
      assertThat(waiting.get().json().at("/tried/0/outcome").asString()).isEqualTo("not-begun");
    } finally {
      busy.countDown();
      threads.shutdownNow();
    }
  }

  @Test
  void aConnectionThatBrokeUnderABatchThatOnlyTheEdgeHoldsIsReplaced() throws Exception {
    int before = EDGE.tails();
    EDGE.behaves(
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          if (EDGE.tails() > before + 1) {
            HostileEdge.zeros(4).answer(exchange);
          }
        });
    JsonNode answer = infer("auto", 4);
    assertThat(answer.path("results").size()).isEqualTo(4);
    assertThat(answer.path("degraded").asBoolean()).isFalse();
    assertThat(EDGE.tails()).isEqualTo(before + 2);
    assertThat(get("/actuator/prometheus").text())
        .contains("isthmus_retries_total{outcome=\"taken\"} 1.0");
  }

  /** The estimate once nothing of an earlier test moves it any more. */
  private LinkEstimate settled() throws InterruptedException {
    LinkEstimate last = link.link();
    Thread.sleep(300);
    while (!link.link().equals(last)) {
      last = link.link();
      Thread.sleep(300);
    }
    return last;
  }

  /** A probe in the background may move it a little; a bound from what was given up, by factors. */
  private void theRateIsStill(LinkEstimate before) {
    assertThat(link.link().bytesPerMs()).isCloseTo(before.bytesPerMs(), withinPercentage(20));
  }

  private static boolean waitFor(CountDownLatch latch) throws InterruptedException {
    latch.await();
    return true;
  }

  private static long millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }
}

package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.device.edge.EdgeClient;
import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.service.admission.Admission;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A batch in chunks: overlapped, in order, and none lost. */
@SpringBootTest(classes = DeviceApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = {"isthmus.edge.probe-interval=100ms", "isthmus.edge.stale-after=1h"})
class PlansTest {

  private static final HostileEdge EDGE = new HostileEdge();
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @LocalServerPort private int port;

  @Autowired private EdgeClient edge;
  @Autowired private Admission admission;

  @DynamicPropertySource
  static void theEdge(DynamicPropertyRegistry properties) {
    properties.add("isthmus.edge.url", EDGE::url);
  }

  @BeforeEach
  void theEdgeIsMetAndWell() throws Exception {
    EDGE.tells(get("/model").body(), get("/profile").body());
    EDGE.behaves(PlansTest::nameOfTheCut);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (edge.status() != EdgeStatus.READY) {
      assertThat(System.nanoTime()).as("the edge is %s", edge.status()).isLessThan(end);
      Thread.sleep(10);
    }
  }

  @Test
  void answersKeepTheOrderOfTheImages_whicheverChunkIsAnsweredFirst() throws Exception {
    EDGE.behaves(
        exchange -> {
          Thread.sleep(cut(exchange) == 7 ? 300 : 0);
          nameOfTheCut(exchange);
        });
    JsonNode answer = infer("1@7,1@13,1@0");
    assertThat(firstLogits(answer)).containsExactly(7.0, 13.0, 0.0);
    assertThat(answer.path("degraded").booleanValue()).isFalse();
  }

  @Test
  void theNextChunkIsSentWhileTheOneBeforeIsInItsTail() throws Exception {
    CyclicBarrier bothThere = new CyclicBarrier(2);
    EDGE.behaves(
        exchange -> {
          try {
            bothThere.await(10, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IOException("the other chunk does not come", e);
          }
          nameOfTheCut(exchange);
        });
    JsonNode answer = infer("1@7,1@13");
    assertThat(answer.path("degraded").booleanValue()).isFalse();
    assertThat(firstLogits(answer)).containsExactly(7.0, 13.0);
  }

  @Test
  void aChunkThatFailsIsFinishedHere_andTheOthersGoOn() throws Exception {
    double here = firstLogits(infer("1@18")).get(0);
    AtomicInteger tails = new AtomicInteger();
    EDGE.behaves(
        exchange -> {
          tails.incrementAndGet();
          if (cut(exchange) == 7) {
            HostileEdge.reply(exchange, 500, new byte[0]);
          } else {
            nameOfTheCut(exchange);
          }
        });
    JsonNode answer = infer("1@7,1@13,1@18");
    assertThat(firstLogits(answer)).containsExactly(here, 13.0, here);
    assertThat(answer.path("degraded").booleanValue()).isTrue();
    assertThat(tails).hasValue(2);
  }

  @Test
  void allChunksOfADeadEdgeAreFinishedHere() throws Exception {
    double here = firstLogits(infer("1@18")).get(0);
    EDGE.behaves(exchange -> HostileEdge.reply(exchange, 500, new byte[0]));
    JsonNode answer = infer("1@0,1@7,1@7,1@13,1@18");
    assertThat(firstLogits(answer)).containsOnly(here).hasSize(5);
    assertThat(answer.path("degraded").booleanValue()).isTrue();
  }

  @Test
  void aDamagedImageInALaterChunkIsRefused_andNothingIsHeld() throws Exception {
    byte[] good = Photos.sample("coffee");
    byte[] body = Multipart.images(List.of(good, Photos.cutShort(good)));
    Reply reply = post("1@7,1@7", body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(firstLogits(infer("1@7"))).containsExactly(7.0);
    assertThat(admission.inside()).isZero();
  }

  @Test
  void thePlanAndTheBoundAreTold() throws Exception {
    JsonNode answer = infer("2@7,1@18");
    assertThat(answer.at("/decision/plan").toString())
        .isEqualTo(
            "[{\"images\":2,\"split\":7,\"encoding\":\"raw\"},{\"images\":1,\"split\":18,\"encoding\":\"raw\"}]");
    assertThat(answer.at("/decision/mode").asString()).isEqualTo("split");
    JsonNode logged = get("/actuator/splits").json().at("/decisions/0");
    assertThat(logged.path("plan")).isEqualTo(answer.at("/decision/plan"));
    assertThat(logged.path("why").asString())
        .startsWith("the request named this: a plan of 2 chunks (2 at block5 (7), 1 at local)");
    JsonNode auto = inferAuto(4);
    assertThat(auto.at("/decision/boundMs").doubleValue())
        .isPositive()
        .isLessThanOrEqualTo(auto.at("/decision/predictedMs/total").doubleValue() + 1e-6);
  }

  private static int cut(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
  }

  /** Answers with logits that are all the cut's number. */
  private static void nameOfTheCut(HttpExchange exchange) throws IOException, InterruptedException {
    HostileEdge.constant(cut(exchange)).answer(exchange);
  }

  private static List<Double> firstLogits(JsonNode answer) {
    List<Double> first = new ArrayList<>();
    answer.path("results").forEach(r -> first.add(r.path("logits").get(0).doubleValue()));
    return first;
  }

  private JsonNode infer(String plan) throws IOException {
    int images = 0;
    for (String chunk : plan.split(",", -1)) {
      images += Integer.parseInt(chunk.substring(0, chunk.indexOf('@')));
    }
    return ok(post(plan, photographs(images)));
  }

  private JsonNode inferAuto(int images) throws IOException {
    return ok(post("auto", photographs(images)));
  }

  private static JsonNode ok(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static byte[] photographs(int images) {
    return Multipart.images(java.util.Collections.nCopies(images, Photos.sample("coffee")));
  }

  private Reply post(String plan, byte[] body) throws IOException {
    Request request = Request.post("/infer?logits=true&plan=" + plan, Multipart.TYPE, body);
    return RawHttp.send(port, request).orElseThrow();
  }

  private Reply get(String path) throws IOException {
    return RawHttp.send(port, Request.get(path)).orElseThrow();
  }
}

package io.isthmus.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.decision.EdgeStatus;
import io.isthmus.device.edge.EdgeClient;
import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.ObjectNode;

/** An edge that computes much faster than the device, as long as it is not loaded. */
@SpringBootTest(classes = DeviceApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = {
      "isthmus.edge.probe-interval=100ms",
      "isthmus.edge.stale-after=1h",
      "isthmus.edge.timeout-floor=5s"
    })
class OverloadedEdgeTest {

  private static final HostileEdge EDGE = new HostileEdge();
  private static final JsonMapper JSON = new JsonMapper();

  @LocalServerPort private int port;

  @Autowired private EdgeClient edge;

  @DynamicPropertySource
  static void theEdge(DynamicPropertyRegistry properties) {
    properties.add("isthmus.edge.url", EDGE::url);
  }

  @BeforeEach
  void theEdgeIsMetAndFast() throws Exception {
    EDGE.tells(get("/model").body(), fasterProfile());
    EDGE.behaves(waiting(0));
    await(() -> edge.status() == EdgeStatus.READY);
    await(
        () -> {
          infer("offload"); // forgets what an earlier test has taught
          return !infer("auto").at("/decision/mode").asString().equals("local");
        });
  }

  private byte[] fasterProfile() throws Exception {
    ObjectNode profile = (ObjectNode) get("/profile").json();
    for (JsonNode batch : profile.get("batches")) {
      for (JsonNode unit : (ArrayNode) batch.get("units")) {
        ((ObjectNode) unit).set("median", DoubleNode.valueOf(unit.get("median").asDouble() / 100));
      }
    }
    return JSON.writeValueAsString(profile).getBytes(UTF_8);
  }

  /** Answers after a wait, and says so. */
  private static HostileEdge.Behaviour waiting(long queueMs) {
    return exchange -> {
      exchange.getRequestBody().readAllBytes();
      Thread.sleep(7 + queueMs);
      String times = "receive;dur=1, decode;dur=0, queue;dur=%d, tail;dur=1".formatted(queueMs);
      exchange.getResponseHeaders().set("Server-Timing", times);
      exchange.getResponseHeaders().set("Isthmus-Load", load(queueMs));
      HostileEdge.answerLogits(exchange, 1, 0);
    };
  }

  private static HostileEdge.Behaviour refusing(String retryAfter, long queueMs) {
    return exchange -> {
      exchange.getResponseHeaders().set("Retry-After", retryAfter);
      exchange.getResponseHeaders().set("Isthmus-Load", load(queueMs));
      HostileEdge.reply(exchange, 503, new byte[0]);
    };
  }

  private static String load(long queueMs) {
    return "queue=%d.000, slowdown=1.000".formatted(queueMs);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waits too long").isLessThan(end);
      Thread.sleep(10);
    }
  }

  private Reply get(String path) throws Exception {
    return RawHttp.send(port, Request.get(path)).orElseThrow();
  }

  private JsonNode infer(String split) throws Exception {
    byte[] body = Multipart.images(List.of(Photos.sample("coffee")));
    Request request = Request.post("/infer?split=" + split, Multipart.TYPE, body);
    Reply reply = RawHttp.send(port, request).orElseThrow();
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  @Test
  void itsQueueAloneMovesTheWorkToTheDevice_whichItNeverHadToRefuse() throws Exception {
    EDGE.behaves(waiting(3000));
    infer("auto");
    JsonNode next = infer("auto");
    assertThat(next.at("/decision/mode").asString()).isEqualTo("local");
    assertThat(next.at("/decision/reason").asString()).isEqualTo("fastest");
    assertThat(next.path("degraded").booleanValue()).isFalse();
    assertThat(edge.status()).isEqualTo(EdgeStatus.READY);
  }

  @Test
  void theLoadInARefusalIsBelieved() throws Exception {
    double before = edge.load().expectedQueueMs(System.nanoTime());
    EDGE.behaves(refusing("1", 40_000));
    assertThat(infer("offload").path("degraded").booleanValue()).isTrue();
    assertThat(edge.status()).isEqualTo(EdgeStatus.BUSY);
    assertThat(edge.load().expectedQueueMs(System.nanoTime())).isGreaterThan(before + 1000);
    await(() -> edge.status() == EdgeStatus.READY); // when the time in Retry-After is over
    assertThat(infer("auto").at("/decision/reason").asString()).isEqualTo("fastest");
    assertThat(infer("auto").at("/decision/mode").asString()).isEqualTo("local");
  }

  @Test
  void afterARefusalTheEdgeIsAskedBeforeABodyIsSent_untilItHasAnsweredOne() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    HostileEdge.Behaviour[] then = {refusing("1", 20), waiting(0), waiting(0)};
    for (HostileEdge.Behaviour behaviour : then) {
      EDGE.behaves(
          exchange -> {
            asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Expect")));
            behaviour.answer(exchange);
          });
      await(() -> edge.status() == EdgeStatus.READY);
      infer("offload");
    }
    assertThat(asked).containsExactly("null", "100-continue", "null");
  }

  @Test
  void anEdgeWhoseBacklogIsShortIsUsedAgainWhenThatIsWorkedOff_notAfterAWholeSecond()
      throws Exception {
    EDGE.behaves(refusing("30", 50));
    assertThat(infer("offload").path("degraded").booleanValue()).isTrue();
    await(() -> edge.status() == EdgeStatus.READY); // far sooner than 30 s
  }
}

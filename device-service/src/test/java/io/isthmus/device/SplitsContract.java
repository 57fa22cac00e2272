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
import io.isthmus.profile.ProfileTimes;
import io.isthmus.wire.WireHeaders;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A device with room for 2 images, and an edge with room for 4. */
@SpringBootTest(classes = DeviceApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = {
      "isthmus.model.profile=target/small-profile-${isthmus.fork:1}.json",
      "isthmus.model.profile-batches=1,2",
      "isthmus.edge.probe-interval=100ms",
      "isthmus.edge.timeout-floor=2s",
      "isthmus.edge.timeout-max=4s"
    })
abstract class SplitsContract {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final JsonMapper JSON = new JsonMapper();

  /** An edge that answers every tail with an error. */
  static final HostileEdge.Behaviour FAILING =
      exchange -> HostileEdge.reply(exchange, 500, new byte[0]);

  @LocalServerPort private int port;

  @Autowired private EdgeClient link;

  abstract HostileEdge edge();

  @BeforeEach
  void theEdgeIsMetAndWell() throws Exception {
    edge().tells(get("/model").body(), profileUpTo(4));
    edge().behaves(HostileEdge.zeros(1));
    await(() -> link.status() == EdgeStatus.READY);
  }

  /** The device's own profile, cut off, or as if more images took no longer than 2. */
  private byte[] profileUpTo(int room) throws IOException {
    ObjectNode profile = (ObjectNode) get("/profile").json();
    ArrayNode batches = (ArrayNode) profile.get("batches");
    if (room == 1) {
      batches.remove(1);
    } else {
      ObjectNode more = ((ObjectNode) batches.get(1)).deepCopy();
      batches.add(more.put("batch", room));
    }
    return JSON.writeValueAsString(profile).getBytes(UTF_8);
  }

  /** Lets the edge fail until it is given up; a probe in between may count for it. */
  void theEdgeFails() throws Exception {
    edge().behaves(FAILING);
    await(
        () -> {
          infer("block5", 1);
          return link.status() == EdgeStatus.UNAVAILABLE;
        });
  }

  /** Replaces the edge: it is asked for its profile once it has failed and come back. */
  void theEdgeHasRoomFor(int images) throws Exception {
    edge().tells(get("/model").body(), profileUpTo(images));
    theEdgeFails();
    edge().behaves(HostileEdge.zeros(1));
    await(
        () -> {
          ProfileTimes profile = link.profile();
          return link.status() == EdgeStatus.READY
              && profile != null
              && profile.largestBatch() == images;
        });
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waits too long").isLessThan(end);
      Thread.sleep(10);
    }
  }

  Reply get(String path) throws IOException {
    return RawHttp.send(port, Request.get(path)).orElseThrow();
  }

  Reply post(String split, int images) throws IOException {
    return RawHttp.send(port, request(split, images)).orElseThrow();
  }

  /** A request whose answer is of use for so many milliseconds. */
  Reply post(String split, int images, double deadlineMs) throws IOException {
    Request hurried =
        request(split, images)
            .with(WireHeaders.DEADLINE, BigDecimal.valueOf(deadlineMs).toPlainString());
    return RawHttp.send(port, hurried).orElseThrow();
  }

  private static Request request(String split, int images) {
    byte[] body = Multipart.images(Collections.nCopies(images, Photos.sample("coffee")));
    return Request.post("/infer?split=" + split, Multipart.TYPE, body);
  }

  JsonNode infer(String split, int images) throws IOException {
    Reply reply = post(split, images);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  JsonNode splits() throws IOException {
    return get("/actuator/splits").json();
  }

  /** The latest decision. */
  JsonNode decision() throws IOException {
    return splits().at("/decisions/0");
  }

  /** What ruled the cuts of a decision out: cut, colon, reason. */
  static List<String> excluded(JsonNode decision) {
    List<String> excluded = new ArrayList<>();
    for (JsonNode cut : decision.path("candidates")) {
      excluded.add(cut.path("split").asInt() + ":" + cut.path("excluded").asString("free"));
    }
    return excluded;
  }
}

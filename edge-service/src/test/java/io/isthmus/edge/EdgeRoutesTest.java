package io.isthmus.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.network.Network;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import io.isthmus.wire.LoadReport;
import io.isthmus.wire.ServerTimes;
import io.micrometer.tracing.Tracer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@EdgeTest
class EdgeRoutesTest {

  private final Network network = TestModel.model().network();

  @LocalServerPort private int port;

  @Autowired private ObjectProvider<Tracer> tracer;

  @Test
  void nothingIsTracedWhereNobodyAsksForIt() {
    assertThat(tracer.getIfAvailable()).isNull();
  }

  @Test
  void theModelIsDescribedWithItsBottlenecks() throws Exception {
    JsonNode model = get("/model").json();
    assertThat(model.path("name").asString()).isEqualTo("efficientnet_b0");
    assertThat(model.path("fingerprint").asString()).isEqualTo(network.fingerprint());
    assertThat(model.path("L").asInt()).isEqualTo(network.length());
    assertThat(model.path("maxBatch").asInt()).isEqualTo(8);
    assertThat(model.path("natural").size()).isEqualTo(15);
    assertThat(model.path("compressive").size()).isEqualTo(4);
    assertThat(model.path("units").size()).isEqualTo(network.length());
    assertThat(model.path("units").path(0).path("name").asString()).isEqualTo("stem");
  }

  @Test
  void theProfileIsOneThatADeviceCanRead() throws Exception {
    TimingProfile profile = ProfileStore.parse(get("/profile").body());
    assertThat(profile.fingerprint()).isEqualTo(network.fingerprint());
    assertThat(profile.largestBatch()).isEqualTo(8);
    assertThat(profile.machine().threads()).isEqualTo(1);
  }

  @Test
  void anIdleEdgeSaysSo() throws Exception {
    JsonNode load = get("/load").json();
    assertThat(load.path("queueMs").asDouble()).isLessThan(1e-6);
    assertThat(load.path("inside").asInt()).isZero();
    assertThat(load.path("slowdown").asDouble()).isPositive();
  }

  @Test
  void aBodyIsTimedAsItArrives() throws Exception {
    byte[] piece = new byte[4096];
    int pieces = 20;
    try (Socket socket = RawHttp.connect(port)) {
      String head =
          "POST /probe HTTP/1.1\r\n"
              + "Host: edge\r\n"
              + "Connection: close\r\n"
              + "Content-Type: application/octet-stream\r\n"
              + "Content-Length: %d\r\n\r\n".formatted(pieces * piece.length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < pieces; i++) {
        Thread.sleep(10);
        socket.getOutputStream().write(piece);
      }
      Reply reply = RawHttp.read(socket).orElseThrow();
      ServerTimes times = ServerTimes.parse(reply.header("server-timing")).orElseThrow();
      assertThat(times.receiveMs()).isBetween(150.0, 5000.0); // 19 pauses of 10 ms or more
    }
  }

  @Test
  void aProbeOfAnyFormIsAnswered() throws Exception {
    Request probe = Request.post("/probe", "application/octet-stream", new byte[100_000]);
    for (Request request : new Request[] {probe, probe.chunked()}) {
      Reply reply = RawHttp.send(port, request).orElseThrow();
      assertThat(reply.status()).isEqualTo(204);
      assertThat(reply.body()).isEmpty();
      ServerTimes times = ServerTimes.parse(reply.header("server-timing")).orElseThrow();
      assertThat(times.receiveMs()).isNotNegative(); // it may have lain there
      assertThat(times.serverMs()).isZero();
      assertThat(LoadReport.parse(reply.header("isthmus-load"))).isPresent();
    }
  }

  @Test
  void aProbeOverTheCapIsRefused() throws Exception {
    Request probe = Request.post("/probe", "application/octet-stream", new byte[(8 << 20) + 1]);
    RawHttp.send(port, probe).orElseThrow().isProblem(413);
    RawHttp.send(port, probe.chunked()).orElseThrow().isProblem(413);
  }

  @Test
  void onlyTheHarmlessPartsOfTheActuatorAreThere() throws Exception {
    JsonNode links = get("/actuator").json().path("_links");
    assertThat(links.propertyNames())
        .allMatch(name -> name.matches("self|health.*|info|metrics.*|prometheus"));
    for (String path : new String[] {"/actuator/health/readiness", "/actuator/prometheus"}) {
      assertThat(get(path).body()).as(path).isNotEmpty();
    }
  }

  private Reply get(String path) throws Exception {
    Reply reply = RawHttp.send(port, Request.get(path)).orElseThrow();
    assertThat(reply.status()).as(path).isEqualTo(200);
    return reply;
  }
}

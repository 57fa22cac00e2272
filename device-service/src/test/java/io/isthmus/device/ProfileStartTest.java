package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.device.edge.EdgeClient;
import io.isthmus.edge.EdgeApplication;
import io.isthmus.hostile.BadTensors;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.network.Network;
import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import io.isthmus.tensor.Safetensors;
import io.isthmus.wire.WireHeaders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Real services that have no profile yet: what they answer while it is measured. */
class ProfileStartTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Path folder;
  private final List<ConfigurableApplicationContext> started = new ArrayList<>();
  private final Network network = TestModel.model().network();
  private final int port = freePort();

  ProfileStartTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
  }

  @AfterEach
  void stop() {
    started.forEach(ConfigurableApplicationContext::close);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private CompletableFuture<ConfigurableApplicationContext> start(
      Class<?> service, String batches, Duration each, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--server.port=" + port);
    arguments.add("--isthmus.model.package=" + TestModel.PACKAGE);
    arguments.add("--isthmus.model.profile=" + profile());
    arguments.add("--isthmus.model.profile-batches=" + batches);
    arguments.add("--isthmus.model.profile-time=" + each.toMillis() + "ms");
    arguments.add("--isthmus.inference.threads=1");
    arguments.add("--spring.jmx.enabled=false");
    return CompletableFuture.supplyAsync(
        () -> SpringApplication.run(service, arguments.toArray(new String[0])));
  }

  private ConfigurableApplicationContext await(
      CompletableFuture<ConfigurableApplicationContext> start) throws Exception {
    ConfigurableApplicationContext context = start.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    started.add(context);
    return context;
  }

  private Path profile() {
    return folder.resolve("profile.json");
  }

  private Optional<Reply> send(Request request) {
    try {
      return RawHttp.send(port, request);
    } catch (IOException e) { // it does not listen yet
      return Optional.empty();
    }
  }

  private Reply get(String path) {
    return send(Request.get(path)).orElseThrow();
  }

  private Request frame(String path) {
    return Request.post(path, Safetensors.MEDIA_TYPE, BadTensors.zeros("input", network.input()))
        .with(WireHeaders.MODEL, network.fingerprint());
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(10);
    }
  }

  private boolean listens() {
    return send(Request.get("/actuator/health/liveness")).map(Reply::status).orElse(0) == 200;
  }

  private static void assertComeLater(Reply reply) {
    reply.isProblem(503);
    assertThat(reply.header("retry-after")).matches("[1-9][0-9]?");
    assertThat(reply.json().path("detail").asString())
        .contains("timing profile is being measured", " of about ", "Retry-After");
  }

  @Test
  void aDeviceLivesFromTheFirstMoment_andSaysHowFarItIs_untilTheFirstSizeIsMeasured()
      throws Exception {
    var start =
        start(
            DeviceApplication.class,
            "16,17",
            Duration.ofSeconds(1),
            "--isthmus.edge.url=",
            "--isthmus.limits.max-batch=17");
    await(this::listens);
    await(() -> !get("/actuator/health/readiness").text().contains("of about 0 runs")); // not begun
    Reply notReady = get("/actuator/health/readiness");
    assertThat(start).as("the first size takes two seconds").isNotDone();
    assertThat(notReady.status()).isEqualTo(503);
    JsonNode details = notReady.json().at("/components/profile/details");
    assertThat(details.path("progress").asString()).matches("[0-4] of about 8 runs");
    assertThat(details.path("complete").asBoolean(true)).isFalse();
    assertThat(get("/actuator/health").text())
        .as("to others it shows nothing")
        .doesNotContain("runs");
    assertComeLater(send(frame("/infer")).orElseThrow());
    Reply v2 =
        send(Request.post("/v2/models/efficientnet_b0/infer", "application/json", new byte[2]))
            .orElseThrow();
    assertComeLater(v2);
    assertThat(v2.json().path("error").asString()).contains("being measured");
    assertComeLater(get("/profile"));
    assertComeLater(get("/events"));
    assertThat(get("/v2/health/ready").status()).isEqualTo(503);
    assertThat(get("/v2/health/live").status()).isEqualTo(200);
    assertThat(get("/model").status()).isEqualTo(200);
    assertThat(get("/conditions").status()).isEqualTo(200);

    await(start);
    assertThat(get("/actuator/health/readiness").status()).isEqualTo(200);
    assertThat(get("/profile").json().path("complete").asBoolean(true)).isFalse();
    assertThat(send(frame("/infer")).orElseThrow().status()).isEqualTo(200);
  }

  @Test
  void requestsAreAnsweredWhileTheRestIsMeasured_andADeviceSeesTheEdgesProfileGrow()
      throws Exception {
    ConfigurableApplicationContext edge =
        await(start(EdgeApplication.class, "1,16", Duration.ofMillis(20)));
    Visit visit = Visit.begin(edge);
    TimingProfile first = ProfileStore.parse(get("/profile").body());
    assertThat(first.batches()).extracting(BatchTimings::batch).containsExactly(1);
    assertThat(ProfileStore.read(profile()).batches()).as("stored").isEqualTo(first.batches());
    EdgeClient link =
        started(device("--isthmus.edge.url=http://127.0.0.1:" + port)).getBean(EdgeClient.class);
    await(() -> link.profile() != null);
    assertThat(link.profile()).matches(times -> !times.complete() && times.largestBatch() == 16);
    assertThat(send(frame("/tail/0")).orElseThrow().status()).isEqualTo(200);
    assertThat(get("/profile").json().path("complete").asBoolean(true))
        .as("while somebody is inside nothing is measured")
        .isFalse();

    visit.end();
    await(() -> get("/profile").json().path("complete").asBoolean());
    await(() -> Optional.ofNullable(link.profile()).filter(ProfileTimes::complete).isPresent());
    TimingProfile last = ProfileStore.parse(get("/profile").body());
    assertThat(last.largestMeasured()).isEqualTo(16);
    await(() -> ProfileStore.read(profile()).equals(last));
    JsonNode details = get("/actuator/health/readiness").json().at("/components/profile/details");
    assertThat(details.toString()).isEqualTo("{\"complete\":true,\"batches\":[1,16]}");
  }

  private ConfigurableApplicationContext started(ConfigurableApplicationContext context) {
    started.add(0, context);
    return context;
  }

  /** A device whose own profile is there already. */
  private ConfigurableApplicationContext device(String edge) throws IOException {
    Path own = Files.createDirectories(folder.resolve("device")).resolve("profile.json");
    return SpringApplication.run(
        DeviceApplication.class,
        edge,
        "--server.port=0",
        "--isthmus.edge.probe-interval=100ms",
        "--isthmus.model.package=" + TestModel.PACKAGE,
        "--isthmus.model.profile=" + own,
        "--isthmus.model.profile-batches=1",
        "--isthmus.model.profile-time=1ms",
        "--isthmus.inference.threads=1");
  }

  @Test
  void aServiceThatIsEndedWhileItMeasuresEndsAtOnce_andTheNextOneGoesOn() throws Exception {
    Duration each = Duration.ofSeconds(1);
    ConfigurableApplicationContext context =
        await(start(EdgeApplication.class, "1,2,4,8,16,32", each));
    TimingProfile before = ProfileStore.read(profile());
    assertThat(before.complete()).isFalse();
    long start = System.nanoTime();
    context.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    TimingProfile left = ProfileStore.read(profile());
    assertThat(left.pending()).isNotNull().matches(pending -> pending.begun() == 0);
    await(start(EdgeApplication.class, "1,2,4,8,16,32", each, "--isthmus.limits.max-batch=32"));
    TimingProfile next = ProfileStore.parse(get("/profile").body());
    assertThat(next.batches()).startsWith(left.batches().toArray(new BatchTimings[0]));
  }
}

package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.edge.EdgeApplication;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.engine.UnitChain;
import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.model.ModelPackage;
import io.isthmus.model.ScriptedPackage;
import io.isthmus.network.Network;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * A real device and a real edge with a calibration that promises far too much: its quantiser makes
 * every picture black, and bright ones are of another class.
 */
class GuardedDeviceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int BRIGHT = 200;
  private static final int DARK = 20;

  private final Path folder;
  private final Path modelPackage;
  private final Path calibration;
  private final List<ConfigurableApplicationContext> started = new ArrayList<>();

  GuardedDeviceTest(@TempDir Path folder) {
    this.folder = folder;
    modelPackage = ScriptedPackage.writeNarrow(folder.resolve("net"), "M", "torch.rsub(M, 200)");
    calibration = folder.resolve("net.calibration.json");
  }

  @AfterEach
  void stop() {
    started.forEach(ConfigurableApplicationContext::close);
  }

  private void calibrated(double bytes) throws Exception {
    Network network;
    try (ModelPackage model = ModelPackage.open(modelPackage)) {
      network = model.network();
    }
    Quantiser.Channel black = new Quantiser.Channel(0, 0, 1);
    Quantiser quantiser = new Quantiser(List.of(black, black, black));
    CalibratedOption option =
        new CalibratedOption(
            Encoding.quantised(2), bytes, bytes, 0, 0.001, 0, null, null, quantiser);
    CalibratedCut cut =
        new CalibratedCut(1, network.cutName(1), network.activation(1).elements(), List.of(option));
    CalibrationStore.write(
        new Calibration(network.fingerprint(), 10_000, null, List.of(cut)), calibration);
  }

  private ConfigurableApplicationContext start(Class<?> service, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--server.port=0");
    arguments.add("--isthmus.model.package=" + modelPackage);
    arguments.add("--isthmus.model.profile=" + folder.resolve(service.getSimpleName() + ".json"));
    arguments.add("--isthmus.model.profile-batches=1,2");
    arguments.add("--isthmus.model.profile-time=2ms");
    arguments.add("--isthmus.inference.threads=1");
    arguments.add("--spring.jmx.enabled=false");
    var context = SpringApplication.run(service, arguments.toArray(new String[0]));
    started.add(context);
    return context;
  }

  /** A device that has met its edge: before it would answer by itself. */
  private int device(int edge) throws Exception {
    int device =
        port(
            start(
                DeviceApplication.class,
                "--isthmus.edge.url=http://127.0.0.1:" + edge,
                "--isthmus.edge.probe-interval=100ms",
                "--isthmus.edge.patience-slack=60s",
                "--isthmus.accuracy=0.01",
                "--isthmus.guard.share=1"));
    await(() -> splits(device).at("/conditions/edge").asString().equals("READY"));
    return device;
  }

  private static int port(ConfigurableApplicationContext context) {
    return Objects.requireNonNull(
        context.getEnvironment().getProperty("local.server.port", Integer.class));
  }

  private void stopLatest() {
    started.remove(started.size() - 1).close();
  }

  private static Reply infer(int device, String split, int grey) throws IOException {
    byte[] picture = Photos.png(8, 8, new Color(grey, grey, grey));
    byte[] body = Multipart.images(List.of(picture, picture));
    Request request = Request.post("/infer?split=" + split, Multipart.TYPE, body);
    Reply reply = RawHttp.send(device, request).orElseThrow();
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply;
  }

  private static JsonNode splits(int device) throws IOException {
    return RawHttp.send(device, Request.get("/actuator/splits")).orElseThrow().json();
  }

  private static JsonNode check(int device) throws IOException {
    JsonNode checks = splits(device).path("checks");
    assertThat(checks).as("one lossy option").hasSize(1);
    return checks.get(0);
  }

  private static String excluded(int device) throws IOException {
    for (JsonNode option : splits(device).path("candidates")) {
      if (option.path("encoding").asString().equals("q2")) {
        return option.path("excluded").asString("free");
      }
    }
    return "absent";
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waits too long").isLessThan(end);
      Thread.sleep(10);
    }
  }

  private List<Path> guardFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().contains(".guard-")).toList();
    }
  }

  @Test
  void whatChangesMoreThanPromisedIsSuspended_overARestart_untilThereIsAnotherCalibration()
      throws Exception {
    calibrated(40);
    ConfigurableApplicationContext edge = start(EdgeApplication.class);
    int device = device(port(edge));
    exactAnswersAreNotChecked(device);
    suspended(device);
    assertThat(guardFiles()).hasSize(1);
    stopLatest();

    device = device(port(edge));
    assertThat(check(device).path("suspended").asBoolean()).isTrue();
    assertThat(excluded(device)).isEqualTo("suspended");
    stopLatest();

    calibrated(41);
    device = device(port(edge));
    assertThat(check(device).path("suspended").asBoolean()).isFalse();
    assertThat(check(device).path("checked").asLong()).isZero();
    assertThat(excluded(device)).isNotEqualTo("suspended");
    whatTheDeviceAnswersItselfIsNotChecked(device, edge);
  }

  private static void exactAnswersAreNotChecked(int device) throws Exception {
    infer(device, "stem", BRIGHT);
    infer(device, "stem:q2", DARK);
    await(() -> check(device).path("checked").asLong() == 2);
    assertThat(check(device).path("changed").asLong()).isZero();
  }

  private void suspended(int device) throws Exception {
    await(
        () -> {
          infer(device, "stem:q2", BRIGHT);
          Thread.sleep(100); // a device that is never idle checks nothing
          return check(device).path("suspended").asBoolean();
        });
    JsonNode check = check(device);
    assertThat(check.path("split").asInt()).isEqualTo(1);
    assertThat(check.path("unit").asString()).isEqualTo("stem");
    assertThat(check.path("promised").asDouble()).isEqualTo(0.001);
    assertThat(check.path("checked").asLong() - check.path("changed").asLong()).isEqualTo(2);
    assertThat(excluded(device)).isEqualTo("suspended");
    JsonNode named = infer(device, "stem:q2", BRIGHT).json().path("decision");
    assertThat(named.path("encoding").asString()).as("what is named is taken").isEqualTo("q2");
    assertThat(check(device)).as("but not checked any more").isEqualTo(check);
    String meters = RawHttp.send(device, Request.get("/actuator/prometheus")).orElseThrow().text();
    assertThat(meters)
        .containsPattern("(?m)^isthmus_guard_suspended 1.0$")
        .contains("isthmus_guard_checks_total{encoding=\"q\",result=\"same\"} 2.0")
        .contains("isthmus_guard_checks_total{encoding=\"f16\",result=\"changed\"} 0.0");
    ConfigurableApplicationContext service = started.get(started.size() - 1);
    await(() -> service.getBean(UnitChain.class).openMemories() == 0);
  }

  private static void whatTheDeviceAnswersItselfIsNotChecked(
      int device, ConfigurableApplicationContext edge) throws Exception {
    edge.close();
    JsonNode answer = infer(device, "stem:q2", BRIGHT).json();
    assertThat(answer.path("degraded").asBoolean()).isTrue();
    Thread.sleep(300);
    assertThat(check(device).path("checked").asLong()).isZero();
  }
}

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
import io.isthmus.hostile.BadTensors;
import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.model.ModelPackage;
import io.isthmus.model.SkipsPackage;
import io.isthmus.network.CutTensors;
import io.isthmus.network.Network;
import io.isthmus.network.TensorBody;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import io.isthmus.wire.WireHeaders;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** A real device and a real edge with a network of which several tensors cross a cut. */
class SkipsPairTest {

  private static final List<String> CODED = List.of("lossless", "f16", "q64");

  @TempDir private static Path folder = Path.of("");

  private static Path modelPackage = folder;
  private static Network network;
  private static final List<ConfigurableApplicationContext> STARTED = new ArrayList<>();
  private static int edge;
  private static int device;

  @BeforeAll
  static void start() throws Exception {
    modelPackage = SkipsPackage.write(folder.resolve("net"));
    network = ModelPackage.readNetwork(modelPackage);
    calibrated();
    edge = port(start(EdgeApplication.class));
    device =
        port(
            start(
                DeviceApplication.class,
                "--isthmus.edge.url=http://127.0.0.1:" + edge,
                "--isthmus.edge.probe-interval=100ms",
                "--isthmus.edge.patience-slack=60s",
                "--isthmus.accuracy=0.01"));
    long end = System.nanoTime() + 20_000_000_000L;
    while (!splits().at("/conditions/edge").asString().equals("READY")) {
      assertThat(System.nanoTime()).as("the edge has not been met").isLessThan(end);
      Thread.sleep(50);
    }
  }

  /** Bounds that fit: all values lie from -1 to 1. */
  private static void calibrated() throws IOException {
    List<CalibratedCut> cuts = new ArrayList<>();
    for (int cut : List.of(2, 3)) {
      int exponent = Quantiser.exponentBelow(2.0 / 63);
      Quantiser.Channel channel = new Quantiser.Channel(exponent, -32, 64);
      Quantiser quantiser = new Quantiser(Collections.nCopies(4, channel));
      List<CalibratedOption> options = new ArrayList<>();
      for (String name : CODED) {
        Encoding encoding = Encoding.parse(name).orElseThrow();
        boolean quantised = encoding.kind() == Encoding.Kind.QUANTISED;
        options.add(
            new CalibratedOption(
                encoding, 300, 300, 0, 0.001, 0, null, null, quantised ? quantiser : null));
      }
      long elements = network.activation(cut).elements();
      cuts.add(new CalibratedCut(cut, network.cutName(cut), elements, options));
    }
    CalibrationStore.write(
        new Calibration(network.fingerprint(), 10_000, null, cuts),
        folder.resolve("net.calibration.json"));
  }

  private static ConfigurableApplicationContext start(Class<?> service, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--server.port=0");
    arguments.add("--isthmus.model.package=" + modelPackage);
    arguments.add("--isthmus.model.profile=" + folder.resolve(service.getSimpleName() + ".json"));
    arguments.add("--isthmus.model.profile-batches=1,2");
    arguments.add("--isthmus.model.profile-time=2ms");
    arguments.add("--isthmus.inference.threads=1");
    arguments.add("--spring.jmx.enabled=false");
    var context = SpringApplication.run(service, arguments.toArray(new String[0]));
    STARTED.add(context);
    return context;
  }

  @AfterAll
  static void stop() {
    STARTED.forEach(ConfigurableApplicationContext::close);
  }

  private static int port(ConfigurableApplicationContext context) {
    return Objects.requireNonNull(
        context.getEnvironment().getProperty("local.server.port", Integer.class));
  }

  private static JsonNode splits() throws IOException {
    return RawHttp.send(device, Request.get("/actuator/splits")).orElseThrow().json();
  }

  private static JsonNode infer(String query) throws IOException {
    byte[] body =
        Multipart.images(
            List.of(
                Photos.png(20, 16, new Color(200, 30, 90)),
                Photos.png(16, 20, new Color(10, 120, 250))));
    Request request = Request.post("/infer?logits=true&" + query, Multipart.TYPE, body);
    Reply reply = RawHttp.send(device, request).orElseThrow();
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("degraded").booleanValue()).as(query).isFalse();
    return reply.json();
  }

  private static List<String> logits(JsonNode answer) {
    List<String> logits = new ArrayList<>();
    answer.path("results").forEach(result -> logits.add(result.path("logits").toString()));
    return logits;
  }

  @Test
  void everyCutGivesTheBitsOfTheUncutNetwork() throws Exception {
    List<String> uncut = logits(infer("split=local"));
    for (int cut = 0; cut <= network.length(); cut++) {
      JsonNode answer = infer("split=" + cut);
      assertThat(answer.at("/decision/split").intValue()).isEqualTo(cut);
      assertThat(logits(answer)).as("cut %d", cut).isEqualTo(uncut);
    }
    JsonNode plan = infer("plan=1@down1,1@down2");
    assertThat(plan.at("/decision/plan")).hasSize(2);
    assertThat(logits(plan)).isEqualTo(logits(infer("plan=1@local,1@local")));
  }

  @ParameterizedTest
  @CsvSource({"2,lossless", "3,lossless", "2,f16", "2,q64", "3,q64"})
  void everyTensorCrossesInTheEncoding(int cut, String encoding) throws Exception {
    double before = received(encoding);
    JsonNode answer = infer("split=%d:%s&accuracy=0.01".formatted(cut, encoding));
    assertThat(answer.at("/decision/encoding").asString()).isEqualTo(encoding);
    double bytes = received(encoding) - before;
    assertThat(bytes).isPositive().isLessThan((double) TensorBody.size(network.activation(cut), 2));
    JsonNode exact = infer("split=local");
    if (encoding.equals("lossless")) {
      assertThat(logits(answer)).isEqualTo(logits(exact));
      return;
    }
    for (int image = 0; image < 2; image++) {
      for (int i = 0; i < SkipsPackage.CLASSES; i++) {
        String logit = "/results/%d/logits/%d".formatted(image, i);
        assertThat(Math.abs(answer.at(logit).doubleValue() - exact.at(logit).doubleValue()))
            .as(logit)
            .isLessThan(encoding.equals("f16") ? 0.001 : 0.03);
      }
    }
  }

  private static double received(String encoding) throws IOException {
    String kind = encoding.startsWith("q") ? "q" : encoding;
    return RawHttp.send(edge, Request.get("/actuator/prometheus"))
        .orElseThrow()
        .text()
        .lines()
        .filter(line -> line.startsWith("isthmus_tail_received_bytes_total"))
        .filter(line -> line.contains("encoding=\"" + kind + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void splitsAndModelTellTheSums() throws Exception {
    for (JsonNode candidate : splits().path("candidates")) {
      int cut = candidate.path("split").intValue();
      if (cut == 2) {
        assertThat(candidate.path("unit").asString()).isEqualTo("down1");
      }
    }
    JsonNode model = RawHttp.send(device, Request.get("/model")).orElseThrow().json();
    assertThat(model.path("compressive").toString()).isEqualTo("[2,3]");
    JsonNode unit = model.path("units").get(1);
    assertThat(unit.has("output")).as("no tensor is the only one").isFalse();
    assertThat(unit.path("tensors").toString())
        .isEqualTo(
            "[{\"name\":\"deep\",\"shape\":[3,8,8],\"dtype\":\"F32\"},"
                + "{\"name\":\"skip\",\"shape\":[1,8,8],\"dtype\":\"F32\"}]");
    assertThat(unit.path("elements").intValue()).isEqualTo(256);
    assertThat(unit.path("ratio").doubleValue()).isEqualTo(256.0 / 768);
    assertThat(model.at("/units/0/output").toString()).isEqualTo("[3,16,16]");
  }

  @Test
  void theEdgeRefusesBodiesThatLie_andServesOn() throws Exception {
    CutTensors tensors = network.activation(3);
    ByteArrayOutputStream good = new ByteArrayOutputStream();
    Safetensors.write(good, tensors, Tensor.zeros(tensors, 1));
    assertThat(tail(good.toByteArray()).status()).isEqualTo(200);
    String header = new String(TensorBody.header(tensors, 1), StandardCharsets.UTF_8).strip();
    byte[] data = new byte[(int) tensors.bytes(1)];
    String deep = header.substring(1, header.indexOf(",\"skip\""));
    String skip = header.substring(header.indexOf("\"skip\""), header.length() - 1);
    List<String> lies =
        List.of(
            "{" + deep + "}",
            "{" + skip + "}",
            "{" + deep + "," + deep + "}",
            "{" + deep + "," + skip + "," + skip.replace("skip", "more") + "}",
            header.replace("[192,448]", "[0,256]"),
            header.replace("[192,448]", "[191,447]"),
            header.replace("[0,192]", "[256,448]").replace("[192,448]", "[0,256]"),
            header.replace("\"skip\"", "\"deep\"").replaceFirst("\"deep\"", "\"skip\""),
            header.replace("[1,1,8,8]", "[2,1,8,8]"));
    for (String lie : lies) {
      Reply reply = tail(BadTensors.body(lie, data));
      assertThat(reply.status()).as(lie).isEqualTo(400);
      assertThat(reply.text()).as(lie).contains("The tensor cannot be used");
    }
    for (int bytes : IntStream.of(0, 191, 192, 193, 447, 449).toArray()) {
      Reply reply = tail(BadTensors.body(header, new byte[bytes]));
      assertThat(reply.status()).as(bytes + " bytes").isEqualTo(400);
    }
    assertThat(tail(good.toByteArray()).status()).isEqualTo(200);
    UnitChain chain = STARTED.get(0).getBean(UnitChain.class);
    long end = System.nanoTime() + 5_000_000_000L;
    while (chain.openMemories() > 0 && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    assertThat(chain.openMemories()).isZero();
  }

  private static Reply tail(byte[] body) throws IOException {
    Request request =
        Request.post("/tail/3", Safetensors.MEDIA_TYPE, body)
            .with(WireHeaders.MODEL, network.fingerprint());
    return RawHttp.send(edge, request).orElseThrow();
  }
}

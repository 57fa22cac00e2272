package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.edge.EdgeApplication;
import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.model.SkipsPackage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** A real device and a real edge with a network that gives boxes, a mask and an embedding. */
class OtherOutputsTest {

  @TempDir private static Path folder = Path.of("");

  private static Path modelPackage = folder;
  private static final List<ConfigurableApplicationContext> STARTED = new ArrayList<>();
  private static int device;

  @BeforeAll
  static void start() throws Exception {
    modelPackage = SkipsPackage.writeWithoutClasses(folder.resolve("net"));
    int edge = port(start(EdgeApplication.class));
    device =
        port(
            start(
                DeviceApplication.class,
                "--isthmus.edge.url=http://127.0.0.1:" + edge,
                "--isthmus.edge.probe-interval=100ms",
                "--isthmus.edge.patience-slack=60s"));
    long end = System.nanoTime() + 20_000_000_000L;
    while (!get("/actuator/splits").at("/conditions/edge").asString().equals("READY")) {
      assertThat(System.nanoTime()).as("the edge has not been met").isLessThan(end);
      Thread.sleep(50);
    }
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

  private static JsonNode get(String path) throws IOException {
    return RawHttp.send(device, Request.get(path)).orElseThrow().json();
  }

  private static Reply infer(String query) throws IOException {
    byte[] body =
        Multipart.images(
            List.of(
                Photos.png(20, 16, new Color(200, 30, 90)),
                Photos.png(16, 20, new Color(10, 120, 250))));
    return RawHttp.send(device, Request.post("/infer?" + query, Multipart.TYPE, body))
        .orElseThrow();
  }

  private static JsonNode results(String query) throws IOException {
    Reply reply = infer(query);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("degraded").booleanValue()).isFalse();
    return reply.json().path("results");
  }

  @Test
  void everyOutputIsToldByItsName_theSameAtEveryCut() throws Exception {
    JsonNode uncut = results("split=local");
    assertThat(uncut).hasSize(2);
    assertThat(uncut.get(0).has("classes")).isFalse();
    JsonNode outputs = uncut.get(0).path("outputs");
    assertThat(outputs.propertyNames()).containsExactly("boxes", "places", "vector");
    assertThat(outputs.at("/places/kind").asString()).isEqualTo("mask");
    assertThat(outputs.at("/places/shape").toString()).isEqualTo("[8,8]");
    assertThat(outputs.at("/places/dtype").asString()).isEqualTo("U16");
    assertThat(outputs.at("/places/data")).hasSize(64);
    assertThat(outputs.at("/places/data")).allSatisfy(c -> assertThat(c.intValue()).isIn(0, 1));
    assertThat(outputs.at("/places/box").toString()).isEqualTo("[0.0,0.0,20.0,16.0]");
    double shares = 0;
    for (JsonNode area : outputs.at("/places/classes")) {
      assertThat(area.path("label").asString()).isEqualTo(area.path("class").asString());
      shares += area.path("share").doubleValue();
    }
    assertThat(shares).isEqualTo(1);
    assertThat(outputs.at("/vector/kind").asString()).isEqualTo("embedding");
    assertThat(outputs.at("/vector/shape").toString()).isEqualTo("[3]");
    assertThat(outputs.at("/vector/data")).hasSize(3);
    assertThat(uncut.get(1).path("outputs")).as("another picture").isNotEqualTo(outputs);
    for (int cut = 0; cut <= 5; cut++) {
      assertThat(results("split=" + cut)).as("cut %d", cut).isEqualTo(uncut);
    }
  }

  @Test
  void detectionsAreBoxesInPixelsOfTheUpload_theSameAtEveryCut() throws Exception {
    // of 32 x 64 pixels, and so of cells of 8 x 16: a red one, and a blue one beside it
    BufferedImage picture = new BufferedImage(32, 64, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(Color.RED);
    pen.fillRect(8, 16, 8, 16);
    pen.setColor(Color.BLUE);
    pen.fillRect(16, 16, 8, 16);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", png);
    for (String cut : List.of("local", "offload", "down1", "mid")) {
      Reply reply =
          RawHttp.send(device, Request.post("/infer?split=" + cut, "image/png", png.toByteArray()))
              .orElseThrow();
      assertThat(reply.status()).as(reply.text()).isEqualTo(200);
      JsonNode boxes = reply.json().at("/results/0/outputs/boxes");
      assertThat(boxes.path("kind").asString()).isEqualTo("detections");
      assertThat(boxes.path("detections")).as("at %s: %s", cut, boxes).hasSize(2);
      for (JsonNode found : boxes.path("detections")) {
        boolean red = found.path("class").intValue() == 0;
        assertThat(found.path("label").asString()).isEqualTo(red ? "red" : "blue");
        assertThat(found.path("box").toString())
            .isEqualTo(red ? "[8.0,16.0,16.0,32.0]" : "[16.0,16.0,24.0,32.0]");
        assertThat(found.path("score").doubleValue()).isBetween(0.6, 0.75);
      }
    }
  }

  @Test
  void outputsAreLeftOutWhereNobodyWantsThem_andClassesCannotBeAskedFor() throws Exception {
    assertThat(results("outputs=false").get(0).has("outputs")).isFalse();
    Reply top = infer("top=1");
    assertThat(top.status()).isEqualTo(400);
    assertThat(top.text()).contains("this network has none");
    assertThat(infer("outputs=maybe").text()).contains("outputs must be true or false");
  }

  @Test
  void theModelTellsItsOutputs() throws Exception {
    JsonNode model = get("/model");
    assertThat(model.path("classes").intValue()).isZero();
    assertThat(model.path("outputs").toString())
        .isEqualTo(
            "[{\"name\":\"boxes\",\"shape\":[48,6],\"dtype\":\"F32\",\"kind\":\"detections\","
                + "\"detections\":{\"classes\":3,\"score\":0.6,\"overlap\":0.5,\"max\":20,"
                + "\"perClass\":true}},"
                + "{\"name\":\"places\",\"shape\":[2,8,8],\"dtype\":\"F32\",\"kind\":\"mask\"},"
                + "{\"name\":\"vector\",\"shape\":[3],\"dtype\":\"F32\",\"kind\":\"embedding\"}]");
    JsonNode metadata = get("/v2/models/skips");
    assertThat(metadata.path("outputs").toString())
        .isEqualTo(
            "[{\"name\":\"boxes\",\"datatype\":\"FP32\",\"shape\":[-1,48,6]},"
                + "{\"name\":\"places\",\"datatype\":\"FP32\",\"shape\":[-1,2,8,8]},"
                + "{\"name\":\"vector\",\"datatype\":\"FP32\",\"shape\":[-1,3]}]");
  }

  private static Reply v2(String members) throws IOException {
    String pixels = "7,".repeat(3 * 16 * 16 - 1) + "7";
    String json =
        """
        {"inputs":[{"name":"input","datatype":"UINT8","shape":[1,3,16,16],"data":[%s]}]%s}
        """
            .formatted(pixels, members);
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return RawHttp.send(device, Request.post("/v2/models/skips/infer", "application/json", body))
        .orElseThrow();
  }

  @Test
  void theProtocolHasTheRealOutputs_allOrThoseThatAreAskedFor() throws Exception {
    JsonNode all = v2("").json().path("outputs");
    assertThat(all).hasSize(3);
    assertThat(all.at("/0/name").asString()).isEqualTo("boxes");
    assertThat(all.at("/0/shape").toString()).as("candidates").isEqualTo("[1,48,6]");
    assertThat(all.at("/0/data")).hasSize(48 * 6);
    assertThat(all.at("/1/name").asString()).isEqualTo("places");
    assertThat(all.at("/1/shape").toString()).isEqualTo("[1,2,8,8]");
    assertThat(all.at("/1/data")).hasSize(128);
    JsonNode one = v2(",\"outputs\":[{\"name\":\"vector\"}]").json().path("outputs");
    assertThat(one).hasSize(1);
    assertThat(one.get(0)).isEqualTo(all.get(2));

    Reply binary =
        v2(
            ",\"outputs\":[{\"name\":\"vector\",\"parameters\":{\"binary_data\":true}},"
                + "{\"name\":\"places\",\"parameters\":{\"binary_data\":true}}]");
    int jsonBytes = Integer.parseInt(binary.header("inference-header-content-length"));
    assertThat(binary.body()).hasSize(jsonBytes + 4 * 3 + 4 * 128);

    for (String[] bad :
        new String[][] {
          {"{\"name\":\"logits\"}", "must be named one of 'boxes', 'places', 'vector'"},
          {"{\"name\":\"vector\"},{\"name\":\"vector\"}", "'vector' is asked for twice"},
          {
            "{\"name\":\"vector\"},{\"name\":\"places\"},{\"name\":\"boxes\"},{\"name\":\"vector\"}",
            "3 outputs are expected at most"
          },
          {
            "{\"name\":\"places\",\"parameters\":{\"classification\":1}}",
            "classification is for logits, and 'places' is none"
          },
        }) {
      Reply reply = v2(",\"outputs\":[" + bad[0] + "]");
      assertThat(reply.status()).as(bad[0]).isEqualTo(400);
      assertThat(reply.text()).contains(bad[1]);
    }
  }
}

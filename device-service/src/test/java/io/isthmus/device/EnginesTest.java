package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.TwoForms;
import io.isthmus.edge.EdgeApplication;
import io.isthmus.hostile.BadTensors;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.tensor.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** An edge with ONNX Runtime, and devices with either engine, on one package. */
class EnginesTest {

  private static final List<ConfigurableApplicationContext> STARTED = new ArrayList<>();
  private static int edge;
  private static int onnx;
  private static int torch;

  @BeforeAll
  static void start(@TempDir Path folder) {
    edge = start(folder, EdgeApplication.class, "onnxruntime");
    String url = "--isthmus.edge.url=http://127.0.0.1:" + edge;
    onnx = start(folder, DeviceApplication.class, "onnxruntime", url);
    torch = start(folder, DeviceApplication.class, "pytorch", url);
  }

  private static int start(Path folder, Class<?> service, String engine, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--server.port=0");
    arguments.add("--isthmus.engine=" + engine);
    arguments.add("--isthmus.model.package=" + TwoForms.FILE);
    arguments.add("--isthmus.model.profile=" + folder.resolve(engine + ".json"));
    arguments.add("--isthmus.model.profile-batches=1,2");
    arguments.add("--isthmus.model.profile-time=1ms");
    arguments.add("--isthmus.model.profile-ready=complete");
    arguments.add("--isthmus.inference.threads=1");
    arguments.add("--spring.jmx.enabled=false");
    var context = SpringApplication.run(service, arguments.toArray(new String[0]));
    STARTED.add(context);
    return context.getEnvironment().getProperty("local.server.port", Integer.class, 0);
  }

  @AfterAll
  static void stop() {
    STARTED.forEach(ConfigurableApplicationContext::close);
  }

  @Test
  void eachServiceTellsItsFormAndEngine() throws IOException {
    assertThat(get(onnx, "/model").path("form").asString()).isEqualTo("onnx");
    assertThat(get(onnx, "/model").path("engine").asString()).startsWith("OnnxRuntime ");
    assertThat(get(edge, "/model").path("form").asString()).isEqualTo("onnx");
    assertThat(get(torch, "/model").path("form").asString()).isEqualTo("portable");
    assertThat(get(torch, "/model").path("engine").asString()).startsWith("PyTorch ");
  }

  @Test
  void aProfileIsOfTheEngineThatRuns() throws IOException {
    for (int service : new int[] {onnx, torch, edge}) {
      assertThat(get(service, "/profile").at("/machine/engine"))
          .isEqualTo(get(service, "/model").path("engine"));
    }
  }

  @Test
  void whereverOnnxRuntimeIsCutTheAnswerHasTheBitsOfTheDeviceAlone() throws IOException {
    JsonNode alone = logits(onnx, "local");
    assertThat(alone.size()).isEqualTo(TwoForms.CLASSES);
    for (String cut : new String[] {"offload", "stem", "block1", "block3"}) {
      assertThat(logits(onnx, cut)).as(cut).isEqualTo(alone);
    }
  }

  @Test
  void aDeviceWithLibtorchSharesTheWorkWithAnEdgeOfAnotherEngine() throws IOException {
    JsonNode alone = logits(torch, "local");
    for (String cut : new String[] {"offload", "stem", "block1"}) {
      JsonNode shared = logits(torch, cut);
      for (int i = 0; i < TwoForms.CLASSES; i++) {
        assertThat(shared.get(i).asDouble()).isCloseTo(alone.get(i).asDouble(), within(1e-4));
      }
    }
  }

  private static JsonNode get(int port, String path) throws IOException {
    return RawHttp.send(port, Request.get(path)).orElseThrow().json();
  }

  private static JsonNode logits(int port, String cut) throws IOException {
    byte[] image = BadTensors.zeros("input", TwoForms.model().network().input());
    Reply reply =
        RawHttp.send(
                port,
                Request.post("/infer?logits=true&split=" + cut, Safetensors.MEDIA_TYPE, image))
            .orElseThrow();
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("degraded").asBoolean()).as(reply.text()).isFalse();
    return reply.json().at("/results/0/logits");
  }
}

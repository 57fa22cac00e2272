package io.isthmus.device.v2;

import static io.isthmus.device.v2.V2Call.binaryJson;
import static io.isthmus.device.v2.V2Call.dataJson;
import static io.isthmus.device.v2.V2Call.json;
import static io.isthmus.device.v2.V2Call.lengthPrefixed;
import static io.isthmus.device.v2.V2Call.triton;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.device.DeviceApplication;
import io.isthmus.device.edge.EdgeClient;
import io.isthmus.hostile.BadRequest;
import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.RefusalContract;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.network.Network;
import io.isthmus.service.admission.Admission;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.ErrorResponseException;
import tools.jackson.databind.JsonNode;

/** The protocol on a device that works alone. */
@SpringBootTest(classes = DeviceApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = "isthmus.edge.url=")
class V2Test extends RefusalContract {

  private static final int MAX_BATCH = 8;
  private static final int MAX_BODY = 8 << 20;
  private static final String ONE = "[1,3,224,224]";
  private static final String BINARY = "\"parameters\":{\"binary_data_output\":true},";

  private final Network network = TestModel.model().network();
  private final int bytes = (int) network.input().bytes(1);
  private final byte[] pixels = pixels(1);
  private final byte[] photo = Photos.sample("coffee");

  @Autowired private EdgeClient edge;
  @Autowired private Admission admission;
  @Autowired private ApplicationContext context;

  private byte[] pixels(int batch) {
    byte[] noise = new byte[batch * bytes];
    new SplittableRandom(batch).nextBytes(noise);
    return noise;
  }

  V2Test() {
    super("device, /v2");
  }

  @Override
  protected List<Request> goodRequests() {
    return List.of(
        triton(binaryJson(BINARY, ONE, "UINT8", bytes), pixels),
        json(dataJson("", "[1]", "BYTES", "[" + V2Call.base64(photo) + "]")));
  }

  @Override
  protected Object goodAnswer() throws Exception {
    return infer(triton(binaryJson(BINARY, ONE, "UINT8", bytes), pixels)).bits();
  }

  @Override
  protected Object estimates() {
    return edge.link() + " " + edge.load();
  }

  @Override
  protected List<BadRequest> badRequests() {
    return new BadV2Requests(network, MAX_BATCH, MAX_BODY, pixels).all();
  }

  private V2Reply infer(Request request) throws IOException {
    return V2Reply.of(send(request));
  }

  private Reply send(Request request) throws IOException {
    return RawHttp.send(port(), request).orElseThrow();
  }

  /** The logits that {@code /infer} gives for the same. */
  private List<Integer> bitsOfInfer(Request request) throws IOException {
    Reply reply = send(request);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    List<Integer> bits = new ArrayList<>();
    for (JsonNode result : reply.json().path("results")) {
      result.path("logits").forEach(v -> bits.add(Float.floatToIntBits(v.floatValue())));
    }
    return bits;
  }

  private Request frames(byte[] frames) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int batch = frames.length / bytes;
    Safetensors.write(body, "input", new Tensor(network.input(), batch, ByteBuffer.wrap(frames)));
    return Request.post("/infer?logits=true", Safetensors.MEDIA_TYPE, body.toByteArray());
  }

  @Test
  void pixelsGiveTheSameBitsInEveryFormAndByEveryRoute() throws Exception {
    byte[] two = pixels(2);
    String shape = "[2,3,224,224]";
    List<Integer> expected = bitsOfInfer(frames(two));
    assertThat(expected).hasSize(2 * network.classes());
    String binary = binaryJson("", shape, "UINT8", two.length);
    assertThat(infer(triton(binary, two)).bits()).isEqualTo(expected);
    assertThat(infer(triton(binary, two).chunked()).bits()).isEqualTo(expected);
    assertThat(infer(triton(binaryJson(BINARY, shape, "UINT8", two.length), two)).bits())
        .isEqualTo(expected);
    String flat = V2Call.flat(two);
    assertThat(infer(json(dataJson("", shape, "UINT8", flat))).bits()).isEqualTo(expected);
    assertThat(infer(json(dataJson(BINARY, shape, "UINT8", flat))).bits()).isEqualTo(expected);
    String nested = V2Call.nested(two, List.of(2, 3, 224, 224));
    assertThat(infer(json(dataJson("", shape, "UINT8", nested)).chunked()).bits())
        .isEqualTo(expected);
    assertThat(infer(triton(dataJson("", shape, "UINT8", flat))).bits())
        .as("data in a JSON whose length is told")
        .isEqualTo(expected);
  }

  @Test
  void encodedImagesGiveTheSameBitsAsAnUpload() throws Exception {
    byte[] other = Photos.png(30, 20);
    byte[] upload = Multipart.images(List.of(photo, other));
    List<Integer> expected =
        bitsOfInfer(Request.post("/infer?logits=true", Multipart.TYPE, upload));
    byte[] raw = V2Call.joined(lengthPrefixed(photo), lengthPrefixed(other));
    assertThat(infer(triton(binaryJson("", "[2]", "BYTES", raw.length), raw)).bits())
        .isEqualTo(expected);
    String texts = "[" + V2Call.base64(photo) + "," + V2Call.base64(other) + "]";
    assertThat(infer(json(dataJson("", "[2]", "BYTES", texts))).bits()).isEqualTo(expected);
  }

  /** Written as tritonclient 2 does: no content type, its own order of members. */
  @Test
  void aRequestOfTritonclientIsAnsweredInItsTerms() throws Exception {
    String request =
        "{\"id\":\"42\",\"inputs\":[{\"name\":\"input\",\"shape\":[1,3,224,224],\"datatype\":\"UINT8\",\"parameters\":{\"binary_data_size\":150528}}],\"outputs\":[{\"name\":\"logits\",\"parameters\":{\"binary_data\":true}}],\"parameters\":{\"sequence_id\":7,\"sequence_start\":true,\"sequence_end\":false,\"priority\":1,\"timeout\":1000000}}";
    V2Reply reply = infer(triton(request, pixels));
    assertThat(reply.json().path("id").asString()).isEqualTo("42");
    assertThat(reply.json().path("model_name").asString()).isEqualTo("efficientnet_b0");
    assertThat(reply.json().path("model_version").asString()).isEqualTo("1");
    assertThat(reply.output().path("name").asString()).isEqualTo("logits");
    assertThat(reply.output().path("shape").toString()).isEqualTo("[1,10]");
    assertThat(reply.isBinary()).isTrue();
    String textual =
        "{\"inputs\":[{\"name\":\"input\",\"shape\":[1,3,224,224],\"datatype\":\"UINT8\",\"data\":%s}],\"outputs\":[{\"name\":\"logits\",\"parameters\":{\"binary_data\":false}}],\"parameters\":{\"binary_data_output\":true}}"
            .formatted(V2Call.flat(pixels));
    V2Reply inJson = infer(Request.post(V2Call.PATH, "", ascii(textual)));
    assertThat(inJson.isBinary()).as("an output's own wish goes first").isFalse();
    assertThat(inJson.bits()).isEqualTo(reply.bits());
    assertThat(inJson.json().has("id")).isFalse();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  @Test
  void membersComeInAnyOrder_andUnknownOnesArePassedOver() throws Exception {
    String request =
        "{\"extra\":{\"a\":[1,{\"b\":null}]},\"outputs\":[],\"inputs\":[{\"data\":%s,\"more\":[[]],\"datatype\":\"UINT8\",\"shape\":[1,3,224,224],\"name\":\"input\",\"parameters\":{\"content_type\":\"np\",\"x\":{}}}],\"parameters\":{\"other\":[1]}} \n"
            .formatted(V2Call.flat(pixels));
    assertThat(infer(json(request)).bits()).isEqualTo(goodAnswer());
  }

  @Test
  void theVersionMayBeNamed() throws Exception {
    Request good = triton(binaryJson("", ONE, "UINT8", bytes), pixels);
    String line = "POST /v2/models/efficientnet_b0/versions/1/infer HTTP/1.1";
    Request named = new Request(line, good.headers(), good.body(), false);
    assertThat(infer(named).bits()).isEqualTo(goodAnswer());
  }

  @Test
  void theCutOrThePlanMayBeNamed_andTheAnswerTellsWhatWasDone() throws Exception {
    JsonNode auto = parameters("");
    assertThat(auto.toString())
        .isEqualTo(
            "{\"mode\":\"local\",\"split\":18,\"unit\":\"head\",\"encoding\":\"raw\",\"plan\":\"1@18\",\"reason\":\"no-edge\",\"degraded\":false}");
    for (String split : new String[] {"\"split\":7", "\"split\":\"7\"", "\"split\":\"block5\""}) {
      JsonNode named = parameters("\"parameters\":{" + split + "},");
      assertThat(named.path("split").asInt()).as(split).isEqualTo(7);
      assertThat(named.path("mode").asString()).isEqualTo("split");
      assertThat(named.path("degraded").asBoolean()).as("there is no edge").isTrue();
    }
    JsonNode plan = parameters("\"parameters\":{\"plan\":\"1@block5\"},");
    assertThat(plan.path("plan").asString()).isEqualTo("1@7");
    assertThat(plan.path("reason").asString()).isEqualTo("forced");
  }

  private JsonNode parameters(String members) throws IOException {
    return infer(triton(binaryJson(members, ONE, "UINT8", bytes), pixels))
        .json()
        .path("parameters");
  }

  @Test
  void classesMayBeWantedInsteadOfLogits() throws Exception {
    String output =
        "\"outputs\":[{\"name\":\"logits\",\"parameters\":{\"classification\":3,\"binary_data\":%s}}],";
    V2Reply inJson =
        infer(triton(binaryJson(output.formatted(false), ONE, "UINT8", bytes), pixels));
    V2Reply binary = infer(triton(binaryJson(output.formatted(true), ONE, "UINT8", bytes), pixels));
    assertThat(inJson.output().path("shape").toString()).isEqualTo("[1,3]");
    assertThat(binary.texts()).isEqualTo(inJson.texts()).hasSize(3);
    JsonNode classes = send(frames(pixels)).json().at("/results/0");
    for (int i = 0; i < 3; i++) {
      JsonNode wanted = classes.path("classes").get(i);
      int index = wanted.path("index").asInt();
      float logit = classes.path("logits").get(index).floatValue();
      assertThat(inJson.texts().get(i))
          .isEqualTo("%s:%d:%s".formatted(logit, index, wanted.path("label").asString()));
    }
  }

  @Test
  void theServerAndTheModelTellWhatTheyAre() throws Exception {
    JsonNode server = get("/v2");
    assertThat(server.path("name").asString()).isEqualTo("isthmus");
    assertThat(server.path("version").asString()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(server.path("extensions").toString())
        .isEqualTo("[\"binary_tensor_data\",\"classification\"]");
    String model =
        "{\"name\":\"efficientnet_b0\",\"versions\":[\"1\"],\"platform\":\"pytorch_torchscript\",\"inputs\":[{\"name\":\"input\",\"datatype\":\"UINT8\",\"shape\":[-1,3,224,224]}],\"outputs\":[{\"name\":\"logits\",\"datatype\":\"FP32\",\"shape\":[-1,10]}]}";
    assertThat(get("/v2/models/efficientnet_b0").toString()).isEqualTo(model);
    assertThat(get("/v2/models/efficientnet_b0/versions/1").toString()).isEqualTo(model);
    assertThat(get("/v2/models/efficientnet_b0/ready").toString())
        .isEqualTo(get("/v2/models/efficientnet_b0/versions/1/ready").toString())
        .isEqualTo("{\"name\":\"efficientnet_b0\",\"ready\":true}");
    assertThat(get("/v2/health/live").toString()).isEqualTo("{\"live\":true}");
    assertThat(get("/v2/health/ready").toString()).isEqualTo("{\"ready\":true}");
  }

  private JsonNode get(String path) throws IOException {
    Reply reply = send(Request.get(path));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  @Test
  void aServiceThatTakesNoRequestsIsLiveAndNotReady() throws Exception {
    AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
    try {
      assertThat(send(Request.get("/v2/health/live")).status()).isEqualTo(200);
      assertThat(send(Request.get("/v2/health/ready")).status()).isEqualTo(503);
      Reply model = send(Request.get("/v2/models/efficientnet_b0/ready"));
      assertThat(model.status()).isEqualTo(503);
      assertThat(model.json().path("ready").asBoolean(true)).isFalse();
    } finally {
      AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
    }
  }

  @Test
  void everyRefusalHasTheMemberError_whereTheClientsOfTheProtocolLook() throws Exception {
    Set<Integer> seen = new HashSet<>();
    for (BadRequest bad : badRequests()) {
      if (!seen.add(bad.status())) {
        continue; // one of each
      }
      JsonNode problem = send(bad.request()).json();
      assertThat(problem.path("error").asString()).as(bad.what()).isNotBlank();
    }
    assertThat(seen).contains(400, 404, 405, 406, 413, 415);
    assertThat(send(Request.get("/nothing")).json().has("error")).isFalse();
  }

  @Test
  void theExcessIsRefusedWithATimeToComeBack() throws Exception {
    List<Admission.Permit> all = new ArrayList<>();
    try {
      takeAll(all);
      Reply reply = send(triton(binaryJson("", ONE, "UINT8", bytes), pixels));
      reply.isProblem(503);
      assertThat(reply.header("retry-after")).isEqualTo("1");
      assertThat(reply.json().path("error").asString()).contains("Retry-After");
    } finally {
      all.forEach(Admission.Permit::close);
    }
  }

  private void takeAll(List<Admission.Permit> all) {
    try {
      while (true) {
        all.add(admission.enter());
      }
    } catch (ErrorResponseException full) {
      assertThat(all).isNotEmpty();
    }
  }

  @Test
  void theRawBytesAreNeverTakenForJson() throws Exception {
    byte[] braces = new byte[bytes];
    Arrays.fill(braces, (byte) '}');
    assertThat(infer(triton(binaryJson("", ONE, "UINT8", bytes), braces)).bits())
        .isEqualTo(bitsOfInfer(frames(braces)));
  }
}

package io.isthmus.lab.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.audio.Wavs;
import io.isthmus.cli.RoughServices;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Placement;
import io.isthmus.cli.service.Processor;
import io.isthmus.cli.service.ServiceProcess;
import io.isthmus.cli.service.Services;
import io.isthmus.model.FloatsPackage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both services as real processes, with a network that takes sounds. */
@Tag("lab")
class OtherInputsIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TENSOR = "application/x-safetensors";
  private static final String WAV = "audio/wav";
  private static final byte[] SOUND = Wavs.sine(440, 44_100, 3000);

  private static Services services;
  private static ServiceProcess edge;
  private static ServiceProcess device;

  @BeforeAll
  static void startTheServices(@TempDir Path temp) throws Exception {
    services =
        new Services(
            Checkout.find(),
            FloatsPackage.sounds(temp.resolve("floats")),
            Checkout.find().workFolder("it-inputs"),
            Placement.SHARED,
            List.of(
                "--isthmus.model.profile-batches=1," + RoughServices.LARGEST_BATCH,
                "--isthmus.model.profile-time=20ms"));
    edge = services.startEdge(1, Services.freePort());
    List<String> properties =
        List.of(
            "--isthmus.edge.url=http://127.0.0.1:" + edge.port(),
            "--isthmus.edge.probe-interval=500ms",
            "--isthmus.edge.timeout-floor=10s",
            "--isthmus.edge.patience-slack=60s");
    device = services.startDevice("device", 1, Processor.FULL, properties);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!get("/conditions").path("edge").asString().equals("READY")) {
      assertThat(System.nanoTime()).as("the edge has not been met").isLessThan(end);
      Thread.sleep(100);
    }
  }

  @AfterAll
  static void stopTheServices() {
    services.close();
  }

  private static JsonNode get(String path) throws Exception {
    return send(HttpRequest.newBuilder(device.uri().resolve(path)).build(), 200);
  }

  private static JsonNode send(HttpRequest request, int status) throws Exception {
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return JSON.readTree(response.body());
  }

  private static HttpRequest post(URI to, String type, byte[] body) {
    return HttpRequest.newBuilder(to)
        .header("Content-Type", type)
        .timeout(PATIENCE)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private static JsonNode infer(String query, String type, byte[] body) throws Exception {
    return send(post(device.uri().resolve("/infer?logits=true&" + query), type, body), 200);
  }

  private static String logits(JsonNode answer, int i) {
    return answer.at("/results/%d/logits".formatted(i)).toString();
  }

  private static String refused(int status, String type, byte[] body) throws Exception {
    return send(post(device.uri().resolve("/infer"), type, body), status).path("detail").asString();
  }

  private static byte[] form(byte[]... files) {
    StringBuilder form = new StringBuilder();
    for (byte[] file : files) {
      form.append(
          "--b\r\nContent-Disposition: form-data; name=\"audio\"; filename=\"a.wav\"\r\n\r\n");
      form.append(new String(file, StandardCharsets.ISO_8859_1)).append("\r\n");
    }
    return form.append("--b--\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static final String FORM = "multipart/form-data; boundary=b";

  private static byte[] samples(float first) {
    int bytes = FloatsPackage.SAMPLES * Float.BYTES;
    String json =
        "{\"input\":{\"dtype\":\"F32\",\"shape\":[1,%d],\"data_offsets\":[0,%d]}}"
            .formatted(FloatsPackage.SAMPLES, bytes);
    String header = json + " ".repeat(-json.length() & 7);
    ByteBuffer body =
        ByteBuffer.allocate(8 + header.length() + bytes).order(ByteOrder.LITTLE_ENDIAN);
    body.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII)).putFloat(first);
    return body.array();
  }

  @Test
  void everyCutGivesTheSameBits() throws Exception {
    String uncut = logits(infer("split=local", WAV, SOUND), 0);
    for (String cut : List.of("0", "1", "2", "3", "4", "auto", "energy")) {
      JsonNode answer = infer("split=" + cut, WAV, SOUND);
      assertThat(answer.path("degraded").booleanValue()).as("cut %s", cut).isFalse();
      assertThat(logits(answer, 0)).as("cut %s", cut).isEqualTo(uncut);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"audio/wav", "audio/x-wav", "audio/wave", "application/octet-stream"})
  void theBytesDecideWhateverTheTypeOfSoundIs(String type) throws Exception {
    assertThat(logits(infer("split=1", type, SOUND), 0))
        .isEqualTo(logits(infer("split=local", WAV, SOUND), 0));
  }

  @Test
  void severalFilesAreABatch_andOneThatIsDamagedIsNamed() throws Exception {
    byte[] other = Wavs.mono(Wavs.FLOAT, 32, 8000, 100, t -> 0.25);
    JsonNode both = infer("split=2", FORM, form(SOUND, other));
    assertThat(logits(both, 0)).isEqualTo(logits(infer("", WAV, SOUND), 0));
    assertThat(logits(both, 1)).isEqualTo(logits(infer("", WAV, other), 0));

    byte[] cut = Arrays.copyOf(SOUND, 1000);
    assertThat(refused(400, FORM, form(SOUND, cut))).contains("sound 2 of 2", "cut short");
    JsonNode some = infer("partial=true&split=2", FORM, form(cut, SOUND));
    assertThat(some.at("/results/0/error").asString()).contains("sound 1 of 2", "cut short");
    assertThat(logits(some, 1)).isEqualTo(logits(both, 0));
  }

  @Test
  void whatIsNoSoundIsA415ThatNamesWhatIsTaken() throws Exception {
    byte[] picture = Files.readAllBytes(Checkout.find().samples().resolve("coffee.jpg"));
    assertThat(refused(415, "image/jpeg", picture)).contains("floats takes sounds: audio/wav");
    assertThat(refused(415, "application/octet-stream", picture)).contains("no WAV file");
    assertThat(refused(415, WAV, new byte[0])).contains("no WAV file");
    assertThat(refused(400, FORM, new byte[0])).contains("malformed");
    URI tail = edge.uri().resolve("/tail/0");
    HttpRequest toEdge =
        HttpRequest.newBuilder(tail)
            .header("Content-Type", "image/jpeg")
            .header("Isthmus-Model", get("/model").path("fingerprint").asString())
            .POST(HttpRequest.BodyPublishers.ofByteArray(picture))
            .build();
    assertThat(send(toEdge, 415).path("detail").asString()).contains("floats takes no images");
  }

  @Test
  void samplesMayComeAsATensor_andHaveToBeFinite() throws Exception {
    assertThat(infer("split=0", TENSOR, samples(0.5f)).at("/decision/encoding").asString())
        .isEqualTo("raw");
    assertThat(refused(400, TENSOR, samples(Float.NaN))).contains("every value must be finite");
  }

  @Test
  void pixelsAndPicturesAreNoEncodingsOfSounds() throws Exception {
    for (String encoding : List.of("pixels", "jpeg90")) {
      URI to = device.uri().resolve("/infer?split=input:" + encoding);
      assertThat(send(post(to, WAV, SOUND), 400).path("detail").asString()).contains("split must");
    }
  }

  @Test
  void theOpenInferenceProtocolShowsTheInputAndTakesNumbersAndFiles() throws Exception {
    assertThat(get("/v2/models/floats").at("/inputs/0").toString())
        .isEqualTo("{\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[-1,400]}");
    assertThat(get("/model").at("/inputs/0/sampleRate").intValue()).isEqualTo(8000);
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < FloatsPackage.SAMPLES; i++) {
      numbers.add(i % 2 == 0 ? "0.5" : "-5e-1");
    }
    JsonNode loud = v2("FP32", "[1,400]", numbers.toString(), 200);
    assertThat(loud.at("/outputs/0/data/0").doubleValue()).isEqualTo(0.5);
    String file = Base64.getEncoder().encodeToString(SOUND);
    assertThat(v2("BYTES", "[1]", "[\"" + file + "\"]", 200).at("/outputs/0/data").toString())
        .isEqualTo(logits(infer("", WAV, SOUND), 0));
    assertThat(v2("UINT8", "[1,400]", "[1]", 400).path("detail").asString())
        .contains("FP32 for samples or BYTES for WAV files");
    assertThat(v2("FP32", "[1,400]", "[1e39]", 400).path("detail").asString())
        .contains("too large");
    assertThat(v2("FP32", "[1,400]", "[0.5]", 400).path("detail").asString())
        .contains("data must have 400 numbers");
    assertThat(v2("BYTES", "[1]", "[\"UklGRg==\"]", 415).path("detail").asString())
        .contains("sound 1 of 1", "no WAV file");
  }

  private static JsonNode v2(String datatype, String shape, String data, int status)
      throws Exception {
    String body =
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"%s\",\"shape\":%s,\"data\":%s}]}"
            .formatted(datatype, shape, data);
    URI to = device.uri().resolve("/v2/models/floats/infer");
    return send(post(to, "application/json", body.getBytes(StandardCharsets.US_ASCII)), status);
  }
}

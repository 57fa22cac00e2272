package io.isthmus.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.isthmus.cli.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** With a device that answers as it is told, and a program in ffmpeg's place. */
class StreamCommandTest {

  private static final String ANSWER =
      """
      {"results": [{"classes": [{"index": 7, "label": "mug", "probability": 0.9}]}],
       "decision": {"split": 5, "unit": "block3", "encoding": "q16"}, "degraded": false}
      """;

  /** Frames that come one after the other, as those of a video do. */
  private static final String SLOWLY =
      "for i in 1 2 3 4 5 6; do " + Script.frames(1) + "; sleep 0.05; done";

  @TempDir private Path folder = Path.of("");

  private final AtomicInteger asked = new AtomicInteger();
  private final List<@Nullable String> deadlines = Collections.synchronizedList(new ArrayList<>());
  private final List<String> queries = Collections.synchronizedList(new ArrayList<>());
  private String input = "[3,2,2]";
  private int status = 200;
  private String body = ANSWER;
  private long firstTakesMs;
  private HttpServer server = start();

  private static HttpServer start() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void serve() {
    server.createContext(
        "/model", exchange -> answer(exchange, 200, "{\"classes\": 3, \"input\": " + input + "}"));
    server.createContext("/infer", this::infer);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void infer(HttpExchange exchange) throws IOException {
    deadlines.add(exchange.getRequestHeaders().getFirst("Isthmus-Deadline"));
    queries.add(exchange.getRequestURI().getQuery());
    exchange.getRequestBody().readAllBytes();
    if (asked.getAndIncrement() == 0) {
      sleep(firstTakesMs);
    }
    answer(exchange, status, body);
  }

  private static void sleep(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Outcome stream(String script, String... options) throws Exception {
    Path video = Files.writeString(folder.resolve("video.mp4"), "not looked at");
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(List.of("--ffmpeg", Script.of(folder, script).program()));
    words.addAll(List.of("--device", "http://127.0.0.1:" + server.getAddress().getPort()));
    return Outcome.ofLine("stream", video, words.toArray(String[]::new));
  }

  private static List<JsonNode> lines(Outcome outcome) {
    JsonMapper mapper = new JsonMapper();
    return outcome.out().lines().map(mapper::readTree).toList();
  }

  @Test
  void eachFrameThatIsSentHasALine_inTheOrderOfTheFrames() throws Exception {
    firstTakesMs = 120;
    Outcome outcome = stream(SLOWLY, "--json");
    assertThat(outcome.exitCode()).isZero();
    List<JsonNode> lines = lines(outcome);
    List<JsonNode> frames = lines.subList(0, lines.size() - 1);
    assertThat(frames).hasSize(asked.get());
    assertThat(frames.stream().map(line -> line.path("frame").asLong()).toList())
        .isSorted()
        .doesNotHaveDuplicates();
    JsonNode first = frames.get(0);
    assertThat(first.path("status").asString()).isEqualTo("answered");
    assertThat(first.path("result").path("classes").path(0).path("label").asString())
        .isEqualTo("mug");
    assertThat(first.path("unit").asString()).isEqualTo("block3");
    assertThat(first.path("encoding").asString()).isEqualTo("q16");
    assertThat(first.path("latencyMs").asDouble()).isGreaterThan(100);
  }

  @Test
  void everyFrameOfTheSourceIsAnswered_dropped_lateRefusedOrFailed() throws Exception {
    firstTakesMs = 1500; // also on a busy machine longer than some frames take to come
    List<JsonNode> lines = lines(stream(SLOWLY, "--json", "--in-flight", "1"));
    JsonNode summary = lines.get(lines.size() - 1).path("summary");
    assertThat(summary.path("answered").asInt() + summary.path("dropped").asInt()).isEqualTo(6);
    assertThat(summary.path("dropped").asInt()).isPositive();
    assertThat(summary.path("cuts").path("block3:q16").asInt())
        .isEqualTo(summary.path("answered").asInt());
  }

  @Test
  void theDeadlineIsWhatIsLeftOfIt() throws Exception {
    assertThat(stream(SLOWLY, "--deadline", "20s").exitCode()).isZero();
    assertThat(deadlines)
        .isNotEmpty()
        .allSatisfy(
            left -> assertThat(Double.parseDouble(String.valueOf(left))).isBetween(1., 20_000.));
  }

  @Test
  void whatTheDeviceRefuses_orIsTooLateWith_isTold_andTheStreamGoesOn() throws Exception {
    body = "{\"detail\": \"no room\"}";
    for (int refusal : new int[] {503, 504, 500}) {
      status = refusal;
      Outcome outcome = stream(SLOWLY, "--frames", "2");
      assertThat(outcome.exitCode()).isZero();
      assertThat(lines(outcome))
          .hasSize(2)
          .allSatisfy(line -> assertThat(line.path("problem").asString()).isEqualTo("no room"))
          .extracting(line -> line.path("status").asString())
          .containsOnly(refusal == 503 ? "refused" : refusal == 504 ? "late" : "failed");
    }
  }

  @Test
  void aVideoWithoutFramesIsAnErrorOfOneLine() throws Exception {
    Outcome outcome = stream("echo 'Invalid data found' >&2; exit 1");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err().lines().toList())
        .singleElement()
        .asString()
        .contains("video.mp4 has no frames: Invalid data found");
  }

  @Test
  void aDeviceThatTakesNoPicturesIsRefused() throws Exception {
    input = "[16000]";
    Outcome outcome = stream(SLOWLY);
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("takes [16000], and no pictures");
  }

  @Test
  void classesAreAskedForOnlyWhereTheyAreWanted_sinceNotEveryNetworkHasSome() throws Exception {
    stream(SLOWLY);
    assertThat(queries).isNotEmpty().noneMatch(query -> query.contains("top="));
    queries.clear();
    stream(SLOWLY, "--top", "2");
    assertThat(queries).isNotEmpty().allMatch(query -> query.contains("top=2"));
    Outcome tooMany = stream(SLOWLY, "--top", "4");
    assertThat(tooMany.exitCode()).isEqualTo(2);
    assertThat(tooMany.err()).contains("--top 4: the device's network tells 3 classes apart");
  }

  @Test
  void withoutADeviceItSaysHowToStartOne() throws Exception {
    server.stop(0);
    Outcome outcome = stream(SLOWLY);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("no device answers at").contains("./isthmus serve");
  }
}

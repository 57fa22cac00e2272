package io.isthmus.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.answers.Answers;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the dashboard is made from: its files and its stream of events. */
@ExtendWith(OutputCaptureExtension.class)
class DashboardTest extends SplitsContract {

  private static final HostileEdge EDGE = new HostileEdge();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_LISTENERS = 16;

  /** Two states: the first write to one that has gone may still succeed. */
  private static final Duration SEEN_GONE = Duration.ofMillis(2500);

  @RegisterExtension private final Answers answers = new Answers("device");

  @LocalServerPort private int port;

  @DynamicPropertySource
  static void theEdge(DynamicPropertyRegistry properties) {
    properties.add("isthmus.edge.url", EDGE::url);
  }

  @Override
  HostileEdge edge() {
    return EDGE;
  }

  /** An event as it came. */
  private record Event(String kind, JsonNode data) {}

  /** A listener, as a browser is one. */
  private final class Listener implements AutoCloseable {
    private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    private final BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    final String status;
    final List<String> headers = new ArrayList<>();

    Listener() throws IOException {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      String get = "GET /events HTTP/1.0\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
      socket.getOutputStream().write(get.getBytes(UTF_8));
      status = Objects.requireNonNullElse(in.readLine(), ""); // a refusal may end with a reset
      String line = in.readLine();
      while (line != null && !line.isEmpty()) {
        headers.add(line);
        line = in.readLine();
      }
    }

    /** The next event; in HTTP/1.0, where no chunk begins in the middle of one. */
    Event next() throws IOException {
      String kind = "";
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("event: ")) {
          kind = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          return new Event(kind, JSON.readTree(line.substring("data: ".length())));
        }
      }
      throw new IOException("the stream has ended");
    }

    JsonNode next(String kind) throws IOException {
      Event event = next();
      while (!event.kind().equals(kind)) {
        event = next();
      }
      return event.data();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void aListenerIsToldHowThingsStand_andAgainAndAgain() throws Exception {
    infer("auto", 1);
    try (Listener listener = listening()) {
      assertThat(listener.status).contains("200");
      assertThat(listener.headers)
          .anyMatch(header -> header.toLowerCase(Locale.ROOT).contains("text/event-stream"))
          .anyMatch(header -> header.contains("no-store"));
      JsonNode state = listener.next("state");
      assertThat(state.at("/conditions/edge").asString()).isEqualTo("READY");
      assertThat(state.at("/conditions/link/bytesPerSecond").isNumber()).isTrue();
      assertThat(state.at("/ages/deviceFactorMs").isNumber()).isTrue();
      assertThat(state.path("candidates").size()).isEqualTo(6);
      assertThat(state.path("why").asString()).contains("is predicted at");
      assertThat(state.at("/accuracy/requests").isNumber()).isTrue();
      assertThat(listener.next("state").at("/conditions/edge").isString()).isTrue();
    }
  }

  @Test
  void aDecisionIsSentOnceItHasBeenCarriedOut_asTheActuatorTellsIt() throws Exception {
    infer("auto", 1);
    try (Listener listener = listening()) {
      JsonNode before = listener.next("decisions");
      assertThat(before.at("/0/id").asLong()).isEqualTo(decision().path("id").asLong());
      infer("block5", 1);
      JsonNode sent = listener.next("decisions");
      while (sent.at("/0/id").asLong() <= before.at("/0/id").asLong()) {
        sent = listener.next("decisions"); // others who listen had not been told of that one yet
      }
      assertThat(sent.at("/0/id").asLong()).isEqualTo(before.at("/0/id").asLong() + 1);
      assertThat(sent.at("/0/reason").asString()).isEqualTo("forced");
      assertThat(sent.get(0)).isEqualTo(decision());
    }
  }

  @Test
  void theGainIsOfRequestsThatHadAChoice() throws Exception {
    infer("auto", 1);
    JsonNode before = gains();
    infer("block5", 1);
    assertThat(gains()).isEqualTo(before);
    infer("auto", 1);
    JsonNode after = gains();
    assertThat(after.path("requests").asLong()).isEqualTo(before.path("requests").asLong() + 1);
    double best = after.at("/bestFixed/ratio").asDouble();
    assertThat(after.path("local").asDouble()).isGreaterThanOrEqualTo(best);
    assertThat(after.path("offload").asDouble()).isGreaterThanOrEqualTo(best);
  }

  private JsonNode gains() throws Exception {
    try (Listener listener = listening()) {
      return listener.next("state").path("gains");
    }
  }

  @Test
  void theMapIsForWhatTheLatestRequestBrought_andAgreesWithTheSelector() throws Exception {
    infer("auto", 2);
    try (Listener listener = listening()) {
      JsonNode map = listener.next("state").path("map");
      assertThat(map.path("input").asString()).isEqualTo("images");
      assertThat(map.path("batch").asInt()).isEqualTo(2);
      assertThat(map.path("imageBytes").asLong()).isGreaterThan(10_000);
      assertThat(map.path("bytesPerSecond").size()).isEqualTo(21);
      assertThat(map.path("splits").size()).isEqualTo(7);
      assertThat(map.at("/splits/0/20").isNumber()).isTrue();
      // the device has room for 2 images and the edge for 4
      assertThat(map.at("/splits/2/0").asInt(-1)).isZero();
      assertThat(map.at("/splits/3/0").isNull()).isTrue();
    }
  }

  @Test
  void noMoreThanSoManyMayListen_andAPlaceIsGivenBack() throws Exception {
    List<Listener> listeners = new ArrayList<>();
    try {
      listeners.add(listening());
      Listener last = new Listener();
      while (!last.status.contains("503")) { // those of earlier tests go one after another
        if (last.status.contains("200")) {
          listeners.add(last);
        } else {
          last.close(); // the container may spoil one that comes while sixteen others are dying
        }
        assertThat(listeners).hasSizeLessThanOrEqualTo(MOST_LISTENERS);
        last = new Listener();
      }
      last.close();
      assertThat(last.headers).anyMatch(header -> header.matches("(?i)retry-after: [0-9]+"));
      listeners.remove(0).close();
      listeners.add(listening()); // as soon as it has been seen to be gone
    } finally {
      for (Listener listener : listeners) {
        listener.close();
      }
    }
  }

  @Test
  void neitherAHeadNorAnythingElseThanAListenerTakesAPlace() throws Exception {
    for (int i = 0; i < 2 * MOST_LISTENERS; i++) {
      Reply head = RawHttp.send(port, Request.of("HEAD", "/events")).orElseThrow();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-type")).startsWith("text/event-stream");
      RawHttp.send(port, Request.of("OPTIONS", "/events"));
      RawHttp.send(port, Request.of("DELETE", "/events")).orElseThrow().isProblem(405);
    }
    listening().close();
    answers.fault(
        "HEAD /events more often than there are places",
        "200 without a body; no place is taken, and the next listener is let in");
  }

  @Test
  void listenersThatGoAtOnceGiveTheirPlacesBack(CapturedOutput log) throws Exception {
    byte[] get = Request.get("/events").head();
    for (int i = 0; i < 2 * MOST_LISTENERS; i++) {
      try (Socket gone = RawHttp.connect(port)) {
        gone.getOutputStream().write(get);
        gone.setSoLinger(i % 2 == 0, 0); // a reset, or an end
      }
    }
    Thread.sleep(SEEN_GONE.toMillis()); // nobody else is listening while they are found out
    listening().close();
    assertThat(log.getAll()).doesNotContain("ProblemAdvice");
    answers.fault(
        "listeners that go as soon as they have come, by an end or a reset",
        "their places are given back; the next listener is let in");
  }

  /** Those of earlier tests may not have been seen to be gone yet. */
  private Listener listening() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Listener listener = new Listener();
      if (listener.status.contains("200")) {
        return listener;
      }
      listener.close();
      assertThat(System.nanoTime()).as("no place is given back").isLessThan(end);
      Thread.sleep(50);
    }
  }

  @Test
  void oneThatDoesNotReadKeepsNobodyWaiting() throws Exception {
    try (Listener deaf = listening();
        Listener other = listening()) {
      assertThat(deaf.status).contains("200");
      for (int i = 0; i < 3; i++) {
        infer("auto", 1);
        assertThat(other.next("decisions")).isNotEmpty();
      }
      assertThat(other.next("state").isObject()).isTrue();
    }
  }

  @Test
  void thePageKeepsToItsPolicy_andAllThatItNamesIsThere() throws Exception {
    Reply page = get("/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("content-security-policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(page.header("cache-control")).isEqualTo("no-cache");
    assertThat(page.text()).doesNotContain("style=", "onclick", "://");
    Matcher named = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"").matcher(page.text());
    List<String> paths = named.results().map(found -> found.group(1)).toList();
    assertThat(paths).hasSizeGreaterThan(5);
    for (String path : paths) {
      assertThat(get(path).status()).as(path).isEqualTo(200);
    }
    String library =
        paths.stream().filter(path -> path.startsWith("/webjars/")).findAny().orElseThrow();
    assertThat(get(library).header("cache-control")).contains("immutable");
  }
}

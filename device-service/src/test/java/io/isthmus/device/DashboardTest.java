package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.answers.Answers;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
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

/** What the dashboard is made from: its files and its stream of events. */
@ExtendWith(OutputCaptureExtension.class)
class DashboardTest extends SplitsContract {

  private static final HostileEdge EDGE = new HostileEdge();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_LISTENERS = 16;
  private static final int ROUNDS = 4;
  private static final Duration BETWEEN = Duration.ofMillis(50);

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

  @Test
  void aListenerIsToldHowThingsStand_andAgainAndAgain() throws Exception {
    infer("auto", 1);
    try (EventClient listener = listening()) {
      assertThat(listener.status).contains("200");
      assertThat(listener.headers)
          .anyMatch(header -> header.toLowerCase(Locale.ROOT).contains("text/event-stream"))
          .anyMatch(header -> header.contains("no-store"));
      JsonNode state = listener.next("state");
      assertThat(state.at("/conditions/edge").asString()).isEqualTo("READY");
      assertThat(state.at("/conditions/link/bytesPerSecond").isNumber()).isTrue();
      assertThat(state.at("/ages/deviceFactorMs").isNumber()).isTrue();
      Set<Integer> cuts = new HashSet<>();
      state.path("candidates").forEach(candidate -> cuts.add(candidate.path("split").asInt()));
      assertThat(cuts).containsExactlyInAnyOrder(0, 3, 5, 7, 13, 18);
      assertThat(state.path("why").asString()).contains("is predicted at");
      assertThat(state.at("/accuracy/requests").isNumber()).isTrue();
      assertThat(state.path("suspended").isArray()).isTrue();
      assertThat(state.path("suspended")).isEmpty();
      assertThat(listener.next("state").at("/conditions/edge").isString()).isTrue();
    }
  }

  @Test
  void aDecisionIsSentOnceItHasBeenCarriedOut_asTheActuatorTellsIt() throws Exception {
    infer("auto", 1);
    try (EventClient listener = listening()) {
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
    try (EventClient listener = listening()) {
      return listener.next("state").path("gains");
    }
  }

  @Test
  void theMapIsForWhatTheLatestRequestBrought_andAgreesWithTheSelector() throws Exception {
    infer("auto", 2);
    try (EventClient listener = listening()) {
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
    List<EventClient> listeners = new ArrayList<>();
    try {
      listeners.add(listening());
      EventClient last = new EventClient(port);
      while (!last.isRefused()) { // those of earlier tests go one after another
        assertThat(last.status).contains(" 200");
        listeners.add(last);
        assertThat(listeners).hasSizeLessThanOrEqualTo(MOST_LISTENERS);
        last = new EventClient(port);
      }
      last.close();
      assertThat(last.headers).anyMatch(header -> header.matches("(?i)retry-after: [0-9]+"));
      listeners.remove(0).close();
      listeners.add(listening()); // as soon as it has been seen to be gone
    } finally {
      for (EventClient listener : listeners) {
        listener.close();
      }
    }
  }

  @Test
  void oneThatComesWhileOthersGoIsLetInOrRefused_neverSpoiltByThem() throws Exception {
    Set<String> answers = new TreeSet<>();
    Deque<EventClient> listeners = new ArrayDeque<>();
    for (int i = 0; i < ROUNDS * MOST_LISTENERS; i++) {
      if (listeners.size() == MOST_LISTENERS / 2) {
        infer("block5", 1); // a decision is sent at once: those that have gone are found out
        for (EventClient gone : List.copyOf(listeners)) {
          gone.breakOff();
        }
        listeners.clear();
      }
      EventClient comes = new EventClient(port);
      answers.add(comes.status);
      if (comes.listens()) {
        listeners.add(comes);
      } else {
        comes.close();
        Thread.sleep(BETWEEN.toMillis());
      }
    }
    for (EventClient listener : listeners) {
      listener.close();
    }
    assertThat(answers).allMatch(status -> status.contains(" 200") || status.contains(" 503"));
    assertThat(answers).anyMatch(status -> status.contains(" 200"));
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
  private EventClient listening() throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      EventClient listener = new EventClient(port);
      if (listener.listens()) {
        return listener;
      }
      assertThat(listener.isRefused()).as(listener.status).isTrue();
      listener.close();
      assertThat(System.nanoTime()).as("no place is given back").isLessThan(end);
      Thread.sleep(BETWEEN.toMillis());
    }
  }

  @Test
  void oneThatDoesNotReadKeepsNobodyWaiting() throws Exception {
    try (EventClient deaf = listening();
        EventClient other = listening()) {
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

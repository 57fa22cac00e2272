package io.isthmus.device.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.answers.Answers;
import io.isthmus.control.EdgeEvent;
import io.isthmus.device.edge.RawEdge.Script;
import io.isthmus.units.DataSize;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An edge that never comes to the end of its answer holds nobody longer than the time limit. */
class EndlessAnswersTest {

  /** A busy machine is late, but not by hours. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final long BETWEEN_BYTES_MS = 20;
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

  @RegisterExtension final Answers answers = new Answers("device");

  private final RawEdge edge = new RawEdge();
  private final DeviceAlone device = new DeviceAlone(edge.url());
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void close() throws IOException {
    callers.shutdownNow();
    device.close();
    edge.close();
  }

  @TestFactory
  Stream<DynamicTest> endWithTheTimeLimitOfTheWholeExchange() {
    Map<String, Script> ways = new LinkedHashMap<>();
    ways.put("nothing", (path, out) -> Thread.sleep(PATIENCE.toMillis()));
    ways.put("a status line by the byte", byTheByte("", "HTTP/1.1 200 OKOKOKOKOKOKOKOKOKOKOK"));
    ways.put("a header by the byte", byTheByte("HTTP/1.1 200 OK\r\nX: ", "y"));
    ways.put("headers without end", repeated("HTTP/1.1 200 OK\r\n", "X: y\r\n"));
    ways.put("a header line without end", repeated("HTTP/1.1 200 OK\r\nX: ", "y"));
    ways.put("blank lines without end", repeated("", "\r\n"));
    ways.put("100 without end", repeated("", "HTTP/1.1 100 Continue\r\n\r\n"));
    ways.put("102 without end", repeated("", "HTTP/1.1 102 Processing\r\n\r\n"));
    ways.put("103 now and then", byTheByte("", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"));
    ways.put(
        "a body by the byte", byTheByte("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", " "));
    ways.put("a body without end", repeated("HTTP/1.1 200 OK\r\n" + CHUNKED, "4\r\n    \r\n"));
    ways.put("chunk extensions without end", repeated("HTTP/1.1 200 OK\r\n" + CHUNKED, "4;x"));
    ways.put("an error without end", repeated("HTTP/1.1 500 X\r\n" + CHUNKED, "4\r\n    \r\n"));
    ways.put("an error by the byte", byTheByte("HTTP/1.1 404 X\r\n" + CHUNKED, "1\r\n \r\n"));
    return ways.entrySet().stream()
        .map(
            way -> DynamicTest.dynamicTest(way.getKey(), () -> ends(way.getKey(), way.getValue())));
  }

  @Test
  void aFloodOfInformationalAnswersEndsAfterAFew_longBeforeTheTimeLimit() {
    for (String status : List.of("100 Continue", "102 Processing", "199 X")) {
      edge.answers(repeated("", "HTTP/1.1 " + status + "\r\n\r\n"));
      assertThatThrownBy(
              () -> device.guard.ask(() -> device.http.get("/model", new DataSize(9)), PATIENCE))
          .isInstanceOfSatisfying(
              EdgeException.class, e -> assertThat(e.kind()).isEqualTo(EdgeException.Kind.FAILED))
          .hasMessageContaining("informational answers");
    }
  }

  @Test
  void aFewInformationalAnswersAreRead() throws Exception {
    byte[] answer = RawEdge.whole("200 OK", "", "fine".getBytes(ISO_8859_1));
    edge.answers(
        (path, out) -> {
          String before = "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(FewInformationalAnswers.MOST);
          out.write(before.getBytes(ISO_8859_1));
          out.write(answer);
        });
    for (int i = 0; i < 3; i++) { // each exchange may have as many, on one connection
      byte[] read = device.guard.ask(() -> device.http.get("/x", new DataSize(9)), PATIENCE);
      assertThat(new String(read, ISO_8859_1)).isEqualTo("fine");
    }
  }

  private void ends(String way, Script script) throws Exception {
    edge.answers(script);
    long start = System.nanoTime();
    List<Future<?>> all = exchanges().stream().<Future<?>>map(callers::submit).toList();
    for (Future<?> one : all) {
      assertThatThrownBy(one::get).hasCauseInstanceOf(EdgeException.class);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    edge.answers(DeviceAlone.honest());
    device.monitor.run();
    assertThat(device.controller.snapshot().controller().edge().profile()).isNotNull();
    device.controller.on(new EdgeEvent.Differs());
    answers.fault(
        "the edge answers /model, a probe and a tail with " + way,
        "the exchange ends with its time limit, its connection is closed and its thread free;"
            + " the edge is met once it is well");
  }

  /** One of each kind. */
  private List<Callable<?>> exchanges() {
    DataSize longest = new DataSize(100_000);
    EdgeBody body = new ProbeBody(1000);
    TimeLimit limit = TimeLimit.of(DeviceAlone.LIMIT);
    return List.of(
        () -> device.guard.ask(() -> device.http.get("/model", longest), DeviceAlone.LIMIT),
        () -> device.guard.probe(() -> device.http.probe(body), DeviceAlone.LIMIT),
        () -> device.guard.run(() -> device.http.trial(1, body), new CancellableExchange(), limit),
        () ->
            device.guard.run(
                () -> device.http.tail(1, 1, body, EdgeHttp.ASK_FIRST),
                new CancellableExchange(),
                limit));
  }

  private static Script repeated(String before, String text) {
    byte[] many = text.repeat(1000).getBytes(ISO_8859_1);
    return (path, out) -> {
      out.write(before.getBytes(ISO_8859_1));
      while (true) {
        out.write(many);
      }
    };
  }

  private static Script byTheByte(String before, String text) {
    return (path, out) -> {
      out.write(before.getBytes(ISO_8859_1));
      for (int i = 0; true; i++) {
        send(out, text.charAt(i % text.length()));
      }
    };
  }

  private static void send(OutputStream out, int b) throws IOException, InterruptedException {
    out.write(b);
    out.flush();
    Thread.sleep(BETWEEN_BYTES_MS);
  }
}

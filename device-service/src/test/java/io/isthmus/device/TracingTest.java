package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One trace for a request, from the device through its threads to the edge. */
class TracingTest extends ObservedPair {

  private static final String CLIENT = "00f067aa0ba902b7";
  private static final AtomicInteger TRACES = new AtomicInteger();

  private static final String ROUTE = "/exchange/http post /tail/{split}";

  private static final String[] HEAD = {"/decode", "/queue", "/head"};

  private static final String[] EXCHANGE = {
    "/exchange", ROUTE, ROUTE + "/receive", ROUTE + "/queue", ROUTE + "/tail"
  };

  private final String trace = "4bf92f3577b34da6a3ce929d%08x".formatted(TRACES.incrementAndGet());

  private void inferTraced(String query, int images) throws Exception {
    infer(query, images, "traceparent", "00-%s-%s-01".formatted(trace, CLIENT));
  }

  private List<SpanData> spans() {
    return SPANS.getFinishedSpanItems().stream()
        .filter(span -> span.getTraceId().equals(trace))
        .toList();
  }

  private SpanData span(String name) {
    return spans().stream().filter(s -> s.getName().equals(name)).findFirst().orElseThrow();
  }

  /** Waits for that many spans; each by its path from the client. */
  private List<String> paths(int count) throws Exception {
    await(() -> spans().size() >= count);
    Map<String, SpanData> byId =
        spans().stream().collect(Collectors.toMap(SpanData::getSpanId, Function.identity()));
    List<String> paths = new ArrayList<>();
    for (SpanData span : byId.values()) {
      StringBuilder path = new StringBuilder();
      SpanData at = span;
      while (at != null) {
        path.insert(0, "/" + at.getName());
        String parent = at.getParentSpanId();
        at = byId.get(parent);
        assertThat(at != null || parent.equals(CLIENT)).as("%s hangs in the air", path).isTrue();
      }
      paths.add(path.toString());
    }
    return paths;
  }

  private static List<String> expected(String... below) {
    List<String> all = new ArrayList<>(List.of("/http post /infer"));
    Stream.of("/receive", "/decide").forEach(s -> all.add("/http post /infer" + s));
    Arrays.stream(below).forEach(s -> all.add("/http post /infer" + s));
    return all;
  }

  private static String[] chunk(String... below) {
    return Stream.concat(Stream.of(""), Arrays.stream(below))
        .map(path -> "/chunk" + path)
        .toArray(String[]::new);
  }

  private static String[] join(String[]... parts) {
    return Arrays.stream(parts).flatMap(Arrays::stream).toArray(String[]::new);
  }

  @Test
  void aSplitRequestIsOneTrace() throws Exception {
    inferTraced("split=block5", 1);
    List<String> expected = expected(chunk(join(HEAD, EXCHANGE)));
    assertThat(paths(expected.size())).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(service(span("head"))).isEqualTo("isthmus-device");
    assertThat(service(span("tail"))).isEqualTo("isthmus-edge");
    assertThat(span("exchange").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void theChunksOfAPlanAreSpansBesideEachOther() throws Exception {
    inferTraced("plan=1@7,1@13,1@18", 3);
    String[] local = {"/decode", "/queue", "/chain"};
    List<String> expected =
        expected(join(chunk(join(HEAD, EXCHANGE)), chunk(join(HEAD, EXCHANGE)), chunk(local)));
    assertThat(paths(expected.size())).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void anOffloadedRequestDecodesAtTheEdge() throws Exception {
    inferTraced("split=offload", 1);
    List<String> expected =
        expected(
            chunk(
                "/exchange",
                ROUTE,
                ROUTE + "/receive",
                ROUTE + "/decode",
                ROUTE + "/queue",
                ROUTE + "/chain"));
    assertThat(paths(expected.size())).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void aFailedEdgeIsSeenInTheTrace_andTheTailThatTheDeviceRan() throws Exception {
    EDGE.fails(true);
    inferTraced("split=block5", 1);
    List<String> expected =
        expected(
            chunk(
                join(HEAD, new String[] {"/exchange", "/exchange/http post", "/queue", "/tail"})));
    assertThat(paths(expected.size())).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(span("exchange").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(service(span("tail"))).isEqualTo("isthmus-device");
    assertThat(span("chunk").getEvents()).extracting("name").contains("edge-failed");
  }

  @Test
  void whatBelongsToNoRequestIsNotExported() throws Exception {
    scrapeDevice();
    inferTraced("split=local", 1);
    await(() -> spans().stream().anyMatch(s -> s.getName().equals("http post /infer")));
    assertThat(SPANS.getFinishedSpanItems())
        .extracting(SpanData::getName)
        .isNotEmpty()
        .noneMatch(name -> name.contains("actuator") || name.contains("probe"));
  }

  @Test
  void theLogLinesOfARequestNameItsTrace_onBothSides() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("io.isthmus");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(lines);
    try {
      inferTraced("split=block5", 1);
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(null);
    }
    List<ILoggingEvent> answered =
        lines.list.stream()
            .filter(line -> line.getMessage().startsWith("answered: "))
            .filter(line -> trace.equals(line.getMDCPropertyMap().get("traceId")))
            .toList();
    assertThat(answered)
        .extracting(ILoggingEvent::getLoggerName)
        .containsExactlyInAnyOrder(
            "io.isthmus.edge.TailMeters", "io.isthmus.device.decide.DecisionRecorder");
    assertThat(answered)
        .allSatisfy(
            line ->
                assertThat(line.getKeyValuePairs())
                    .extracting(pair -> pair.key)
                    .contains("split", "batch", "queueMs", "tailMs"));
  }

  private static String service(SpanData span) {
    return String.valueOf(span.getResource().getAttribute(AttributeKey.stringKey("service.name")));
  }
}

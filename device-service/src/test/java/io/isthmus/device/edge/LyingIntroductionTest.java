package io.isthmus.device.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.isthmus.answers.Answers;
import io.isthmus.control.EdgeEvent;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.units.DataSize;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClient;

/** An edge that says what cannot be of its model and its profile. */
class LyingIntroductionTest {

  private static final int HUGE = 8 << 20;
  private static final int LOOKS = 60;
  private static final int LOG_BYTES = 8_000;

  @RegisterExtension final Answers answers = new Answers("device");

  private final RawEdge edge = new RawEdge();
  private final DeviceAlone device = new DeviceAlone(edge.url());
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger("io.isthmus.device.edge");

  @BeforeEach
  void listen() {
    lines.start();
    root.addAppender(lines);
  }

  @AfterEach
  void close() throws IOException {
    root.detachAppender(lines);
    device.close();
    edge.close();
  }

  @TestFactory
  Stream<DynamicTest> isRefusedAndAskedAgain() {
    Map<String, byte[]> models = new LinkedHashMap<>();
    models.put("8 MB of tiny objects", ("[" + "{},".repeat(HUGE / 3) + "{}]").getBytes(UTF_8));
    models.put("60 kB of tiny objects", ("[" + "{},".repeat(20_000) + "{}]").getBytes(UTF_8));
    models.put("60,000 brackets", "[".repeat(60_000).getBytes(UTF_8));
    models.put("a number of 60,000 digits", ("{\"a\":" + "7".repeat(60_000) + "}").getBytes(UTF_8));
    models.put("8 MB of text", DeviceAlone.model("f".repeat(HUGE)));
    models.put("no fingerprint", "{}".getBytes(UTF_8));
    models.put("a fingerprint that is an object", "{\"fingerprint\":{}}".getBytes(UTF_8));
    models.put("a fingerprint with a line break", DeviceAlone.model("f".repeat(63) + "\\n"));
    models.put("nothing", new byte[0]);
    models.put("another model's fingerprint", DeviceAlone.model("a".repeat(64)));
    for (String lie : List.of("\"q\"", "7", "{\"raw\":1}", "[7]", "[null]", "[[]]", "[\"\"]")) {
      models.put("encodings that are " + lie, model(lie));
    }
    return models.entrySet().stream()
        .map(
            model ->
                DynamicTest.dynamicTest(
                    model.getKey(),
                    () ->
                        refuses(
                            "/model", model.getKey(), model.getValue(), DeviceAlone.profile())));
  }

  @TestFactory
  Stream<DynamicTest> aProfileThatCannotBeIsRefusedAndAskedForAgain() {
    Map<String, byte[]> profiles = new LinkedHashMap<>();
    profiles.put("medians of 1e308", profile("1.5", "1e308"));
    profiles.put("a median of a year", profile("1.5", "31536000000"));
    profiles.put("a negative median", profile("1.5", "-1"));
    profiles.put("a median that is the text NaN", profile("1.5", "\"NaN\""));
    profiles.put("a batch of 2147483647", profile("\"batch\" : 1", "\"batch\" : 2147483647"));
    profiles.put("a unit less", profile("\"u1\", ", ""));
    profiles.put("8 MB of tiny objects", ("[" + "{},".repeat(HUGE / 3) + "{}]").getBytes(UTF_8));
    profiles.put("another model's fingerprint", profile("f".repeat(64), "a".repeat(64)));
    return profiles.entrySet().stream()
        .map(
            profile ->
                DynamicTest.dynamicTest(
                    profile.getKey(),
                    () ->
                        refuses(
                            "/profile",
                            profile.getKey(),
                            DeviceAlone.model(),
                            profile.getValue())));
  }

  private static byte[] model(String encodings) {
    String honest = new String(DeviceAlone.model(), UTF_8);
    return honest.replaceFirst("\\{", "{\"encodings\":" + encodings + ",").getBytes(UTF_8);
  }

  private static byte[] profile(String part, String instead) {
    String honest = new String(DeviceAlone.profile(), UTF_8);
    assertThat(honest).contains(part);
    return honest.replace(part, instead).getBytes(UTF_8);
  }

  private void refuses(String path, String what, byte[] model, byte[] profile) {
    lines.list.clear();
    edge.answers(DeviceAlone.telling(model, profile));
    assertThatCode(device.monitor::run).doesNotThrowAnyException();
    assertThat(device.controller.snapshot().controller().edge().profile()).isNull();
    assertThat(device.controller.snapshot().status())
        .isIn(EdgeStatus.UNAVAILABLE, EdgeStatus.OTHER_MODEL);
    assertThat(logged()).isLessThan(LOG_BYTES);
    edge.answers(DeviceAlone.honest());
    device.monitor.run();
    assertThat(device.controller.snapshot().controller().edge().profile()).isNotNull();
    device.controller.on(new EdgeEvent.Differs());
    answers.fault(
        "the edge answers " + path + " with " + what,
        "it is not used, the log has one sentence, and it is asked again: once it is well it is"
            + " used");
  }

  @Test
  void anErrorOfAnyKindIsSaidInTheLog_andTheEdgeIsAskedAgain() {
    AtomicInteger looks = new AtomicInteger();
    List<Error> errors = List.of(new OutOfMemoryError("made up"), new StackOverflowError());
    EdgeHttp failing =
        new EdgeHttp(RestClient.create(), DeviceAlone.NETWORK, () -> {}) {
          @Override
          byte[] get(String path, DataSize longest) {
            throw errors.get(looks.getAndIncrement());
          }
        };
    EdgeMonitor monitor = device.monitor(failing);
    for (Error error : errors) {
      assertThatCode(monitor::run).doesNotThrowAnyException();
      assertThat(texts()).last().asString().contains("not in use: " + error.getClass().getName());
    }
    assertThat(looks).hasValue(errors.size());
  }

  @Test
  void aNewTextAtEveryLookForgesNoLineAndFillsNoLog() {
    for (int look = 0; look < LOOKS; look++) {
      String forged = "\\n2026-01-01 ERROR forged \\u001b[31m\\u2028\\u202e" + look;
      edge.answers(
          DeviceAlone.telling(DeviceAlone.model(forged + "x".repeat(10_000)), new byte[0]));
      device.monitor.run();
      byte[] other = DeviceAlone.model("%064x".formatted(look));
      edge.answers(DeviceAlone.telling(other, new byte[0]));
      device.monitor.run();
      edge.answers(
          (path, out) -> out.write(RawEdge.whole("401 \u001b[31m\nforged", WANTS, new byte[0])));
      device.monitor.run();
    }
    assertThat(logged()).isBetween(100, LOG_BYTES);
    assertThat(lines.list)
        .allSatisfy(
            line ->
                assertThat(line.getFormattedMessage())
                    .doesNotContainPattern("[\\p{Cntrl}\\u2028\\u202e]"));
    answers.fault(
        "the edge answers /model with another text at every look: line breaks, escapes, kilobytes",
        "60 looks write less than 8 kB to the log, no line break and no escape among it");
  }

  private static final String WANTS = "WWW-Authenticate: \"=,\u0007 forged\r\n";

  private int logged() {
    return texts().stream().mapToInt(String::length).sum();
  }

  private List<String> texts() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}

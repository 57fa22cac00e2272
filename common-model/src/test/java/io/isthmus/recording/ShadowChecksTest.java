package io.isthmus.recording;

import static io.isthmus.guard.MadeCalibrations.COARSE;
import static io.isthmus.guard.MadeCalibrations.FINE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.calibration.Accuracy;
import io.isthmus.control.Controller;
import io.isthmus.control.DeviceEvent;
import io.isthmus.control.EdgeEvent;
import io.isthmus.control.Event;
import io.isthmus.control.GuardEvent;
import io.isthmus.control.Request;
import io.isthmus.control.Setup;
import io.isthmus.control.SplitPreference;
import io.isthmus.decision.Decision;
import io.isthmus.decision.Explanation;
import io.isthmus.decision.Option;
import io.isthmus.decision.Plan;
import io.isthmus.decision.Reason;
import io.isthmus.decision.Workload;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.estimate.LinkSample;
import io.isthmus.guard.Checks;
import io.isthmus.guard.MadeCalibrations;
import io.isthmus.profile.CodecTiming;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.TimingProfile;
import io.isthmus.recording.Replay.Replayed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What checks of answers do to decisions, and that a replay does the same. */
class ShadowChecksTest {

  private static final Accuracy BUDGET = new Accuracy.Changed(0.3);
  private static final Setup SETUP =
      Setup.of(MadeCalibrations.space(0.005, 0.01, 0.2), true, 1, Duration.ofSeconds(1));

  private static TimingProfile machine(double unitMs) {
    List<CodecTiming> known =
        List.of(
            new CodecTiming("q", 1, 1),
            new CodecTiming("f16", 1, 1),
            new CodecTiming("lossless", 1, 1));
    double[] ms = {unitMs, unitMs, unitMs, unitMs, unitMs};
    return MadeProfile.of(MadeProfile.batch(1, ms), MadeProfile.batch(4, ms))
        .withCodecs(known, Instant.EPOCH);
  }

  /** A device behind a link on which every byte counts. */
  private static Controller device() {
    return Controller.startingAt(SETUP, 0)
        .on(new DeviceEvent.Profiled(machine(1)), 0)
        .on(new EdgeEvent.Met(machine(0.001), KnownEncodings.ALL), 0)
        .on(new EdgeEvent.Probed(new LinkSample(20_000, 100, 10_000, 0, 10_000), null), 0);
  }

  private static Request auto(SplitPreference preference, int batch) {
    return new Request(
        preference, new Workload(batch, 1000L * batch, 0), Double.POSITIVE_INFINITY, BUDGET);
  }

  private static Decision decide(Controller controller, Request request) {
    return Objects.requireNonNull(controller.foresee(request, 1).decision());
  }

  private static List<Option> compared(Decision decision) {
    return decision.candidates().stream().map(candidate -> candidate.option()).toList();
  }

  @Test
  void aSuspendedOptionIsChosenForNothing_andTheNextBestIs() {
    Controller before = device();
    Controller after = before.on(new GuardEvent.ShadowChecked(COARSE, 50, 50), 1);
    for (SplitPreference preference :
        List.of(new SplitPreference.Fastest(), new SplitPreference.FastestCut())) {
      for (int batch : new int[] {1, 4}) {
        Request request = auto(preference, batch);
        assertThat(compared(decide(before, request))).contains(COARSE);
        Decision now = decide(after, request);
        assertThat(compared(now)).contains(FINE).doesNotContain(COARSE);
        assertThat(now.plan().imagesByOption()).doesNotContainKey(COARSE);
      }
    }
  }

  @Test
  void theExplanationSaysThatItIsSuspended_alsoOfAnEarlierDecision() {
    Controller before = device();
    Controller after = before.on(new GuardEvent.ShadowChecked(COARSE, 50, 50), 1);
    Request request = auto(new SplitPreference.Fastest(), 1);
    assertThat(excluded(before, request)).isNull();
    assertThat(excluded(after, request)).isEqualTo(Reason.SUSPENDED);
  }

  private static @Nullable Reason excluded(Controller controller, Request request) {
    Explanation why =
        Explanation.of(
            SETUP.selector(), controller.situation(request, 1), decide(controller, request));
    return why.cuts().stream()
        .filter(cut -> cut.option().equals(COARSE))
        .findFirst()
        .orElseThrow()
        .excluded();
  }

  @Test
  void whoNamesASuspendedOptionGetsIt_andIsTold() {
    Controller after = device().on(new GuardEvent.ShadowChecked(COARSE, 50, 50), 1);
    Request request = auto(new SplitPreference.Cut(COARSE), 1);
    Decision named = decide(after, request);
    assertThat(named.plan()).isEqualTo(Plan.single(1, COARSE));
    Explanation why = Explanation.of(SETUP.selector(), after.situation(request, 1), named);
    assertThat(why.why())
        .endsWith(
            "u2 (2) as q4 is suspended: it changes more answers than its calibration promises");
  }

  @Test
  void exactDecisionsAreNotAffected() {
    Controller after = device().on(new GuardEvent.ShadowChecked(COARSE, 50, 50), 1);
    Request exact = new Request(new SplitPreference.Fastest(), new Workload(4, 4000, 0));
    assertThat(decide(after, exact)).isEqualTo(decide(device(), exact));
  }

  private static String recorded(List<Event> events, Request request) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Controller controller = Controller.startingAt(SETUP, 0);
    try (RecordingWriter writer = new RecordingWriter(out, 1 << 20)) {
      writer.begun(SETUP, 0);
      for (Event event : events) {
        controller = controller.on(event, 1);
        writer.happened(event, 1);
      }
      writer.decided(request, controller.foresee(request, 1), 1);
    }
    return out.toString(UTF_8);
  }

  @Test
  void checksAndMemoriesAreReplayed() throws Exception {
    List<Event> events =
        List.of(
            new DeviceEvent.Profiled(machine(1)),
            new EdgeEvent.Met(machine(0.001), KnownEncodings.ALL),
            new EdgeEvent.Probed(new LinkSample(20_000, 100, 10_000, 0, 10_000), null),
            new GuardEvent.Remembered(COARSE, new Checks(120, 60, true)),
            new GuardEvent.ShadowChecked(FINE, 2, 1));
    String recording = recorded(events, auto(new SplitPreference.Fastest(), 4));
    try (RecordingReader reader = new RecordingReader(new StringReader(recording))) {
      Replayed replayed = Objects.requireNonNull(new Replay(reader, true).next());
      assertThat(replayed.isSame()).isTrue();
      assertThat(replayed.controller().guard().suspended()).containsExactly(COARSE);
      assertThat(replayed.controller().guard().of(FINE)).isEqualTo(new Checks(2, 1, false));
    }
    String forged = recording.replace("\"images\":2,\"changed\":1", "\"images\":2,\"changed\":3");
    assertThat(forged).isNotEqualTo(recording);
    try (RecordingReader reader = new RecordingReader(new StringReader(forged))) {
      Replay replay = new Replay(reader, true);
      assertThatThrownBy(replay::next).isInstanceOf(IOException.class).hasMessageContaining("line");
    }
  }
}

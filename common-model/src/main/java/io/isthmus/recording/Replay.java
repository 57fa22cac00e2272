package io.isthmus.recording;

import io.isthmus.control.Controller;
import io.isthmus.control.Verdict;
import io.isthmus.recording.RecordingReader.Decided;
import io.isthmus.recording.RecordingReader.Entry;
import io.isthmus.recording.RecordingReader.Happened;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Runs this build's controller over a recording. */
public final class Replay {

  /**
   * A decision, then and now.
   *
   * @param ms when, in milliseconds since the recording began
   * @param then what was decided
   * @param now what this controller decides on the same events
   * @param verdict the latter in full
   * @param controller the state that it was decided in
   */
  public record Replayed(
      double ms,
      RecordedDecision then,
      RecordedDecision now,
      Verdict verdict,
      Controller controller) {

    /** Whether both are the same. */
    public boolean isSame() {
      return then.isAs(now);
    }
  }

  private final RecordingReader recording;
  private final long startNanos;
  private Controller controller;

  /**
   * A replay.
   *
   * @param rawInputMayLeave the privacy limit to decide under
   * @throws IOException if the recording's first line makes no sense
   */
  public Replay(RecordingReader recording, boolean rawInputMayLeave) throws IOException {
    this.recording = recording;
    startNanos = recording.setup().nanos();
    try {
      controller = Controller.startingAt(recording.setup().setup(rawInputMayLeave), startNanos);
    } catch (RuntimeException e) { // a recording may come from anybody
      throw recording.bad("no controller can be set up like this", e);
    }
  }

  /**
   * Goes on to the next decision; null at the end.
   *
   * @throws IOException if a line of the recording makes no sense
   */
  public @Nullable Replayed next() throws IOException {
    for (Entry entry = recording.read(); entry != null; entry = recording.read()) {
      try {
        if (entry instanceof Happened happened) {
          controller = controller.on(happened.event(), happened.nanos());
        } else if (entry instanceof Decided decided) {
          return replayed(decided);
        }
      } catch (RuntimeException e) {
        throw recording.bad("this cannot have happened", e);
      }
    }
    return null;
  }

  private Replayed replayed(Decided then) {
    var request = then.decision().request();
    Controller before = controller;
    Controller.Decided decided = before.decide(request, then.nanos());
    controller = decided.next();
    return new Replayed(
        (then.nanos() - startNanos) / 1e6,
        then.decision(),
        RecordedDecision.of(request, decided.verdict()),
        decided.verdict(),
        before);
  }
}

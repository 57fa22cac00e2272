package io.isthmus.cli.stream;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a stream goes: what became of its frames, and how many may be in flight. Without a clock; not
 * thread-safe.
 */
final class StreamProgress {

  /** A period is long enough to compare rates ... */
  private static final double PERIOD_MS = 1000;

  /** ... once so many frames have been answered in it ... */
  private static final int PERIOD_ANSWERS = 15;

  /** ... or after this time. */
  private static final double LONGEST_PERIOD_MS = 5000;

  private static final int SHOWN_CUTS = 2;

  private final InOrder<FrameAnswer> order = new InOrder<>();
  private final Tally whole = new Tally();
  private Tally period = new Tally();
  private double periodBeganMs;
  private long droppedBefore;
  private InFlightLimit limit;
  private int inFlight;
  private double newestCapturedMs = -1;

  /** Nothing has been sent. */
  StreamProgress(int mostInFlight) {
    limit = InFlightLimit.upTo(mostInFlight);
  }

  /** Whether another frame may be sent. */
  boolean hasRoom() {
    return inFlight < limit.limit();
  }

  /** Whether every frame that was sent has come to its end. */
  boolean isIdle() {
    return inFlight == 0;
  }

  /** A frame is sent. */
  void sent() {
    inFlight++;
  }

  /**
   * A frame has come to its end.
   *
   * @param index its place among the frames that were sent
   * @return what can be told now, in the order of the frames
   */
  List<FrameAnswer> done(long index, FrameAnswer answer) {
    inFlight--;
    whole.add(answer);
    period.add(answer);
    if (answer.status() == FrameAnswer.Status.ANSWERED) {
      newestCapturedMs = Math.max(newestCapturedMs, answer.atMs());
    }
    return order.done(index, answer);
  }

  /** Looks how old the newest answer is; to be called at regular times. */
  void look(double nowMs) {
    if (newestCapturedMs >= 0) {
      whole.age(nowMs - newestCapturedMs);
      period.age(nowMs - newestCapturedMs);
    }
  }

  /**
   * Ends a period if it has been long enough, and with it the limit may change.
   *
   * @param dropped frames since the stream began
   * @return the line to show; null while the period goes on
   */
  @Nullable String endPeriod(double nowMs, long dropped) {
    double tookMs = nowMs - periodBeganMs;
    Tally.Figures figures = period.figures(tookMs / 1e3, dropped - droppedBefore);
    boolean enough = figures.answered() >= PERIOD_ANSWERS || tookMs >= LONGEST_PERIOD_MS;
    if (tookMs < PERIOD_MS || !enough) {
      return null;
    }
    limit = limit.after(figures.framesPerSecond(), figures.dropped() > 0);
    period = new Tally();
    periodBeganMs = nowMs;
    droppedBefore = dropped;
    return line(figures);
  }

  /** The figures of the whole stream. */
  Tally.Figures figures(double tookMs, long dropped) {
    return whole.figures(tookMs / 1e3, dropped);
  }

  private String line(Tally.Figures figures) {
    String line =
        String.format(
            Locale.ROOT,
            "%.1f frames/s · latency %.0f ms, p99 %.0f · newest answer %.0f ms old · in flight %d",
            figures.framesPerSecond(),
            figures.latencyMs().p50(),
            figures.latencyMs().p99(),
            figures.ageMs().p50(),
            limit.limit());
    return line + cuts(figures) + missed(figures);
  }

  private static String cuts(Tally.Figures figures) {
    return figures.cuts().entrySet().stream()
        .sorted((a, b) -> b.getValue() - a.getValue())
        .limit(SHOWN_CUTS)
        .map(cut -> cut.getKey() + " ×" + cut.getValue())
        .collect(Collectors.joining(", ", " · ", ""));
  }

  private static String missed(Tally.Figures figures) {
    StringBuilder line = new StringBuilder();
    add(line, figures.dropped(), "dropped");
    add(line, figures.late(), "late");
    add(line, figures.refused(), "refused");
    add(line, figures.failed(), "failed");
    return line.toString();
  }

  private static void add(StringBuilder line, long count, String what) {
    if (count > 0) {
      line.append(" · ").append(count).append(' ').append(what);
    }
  }
}

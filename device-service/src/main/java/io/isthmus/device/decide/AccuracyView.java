package io.isthmus.device.decide;

import io.isthmus.accuracy.Parts;
import io.isthmus.accuracy.Tally;
import org.jspecify.annotations.Nullable;

/**
 * How right predictions and decisions are, as JSON. What is null has no request to stand on.
 *
 * @param window how many of the latest requests are looked at
 * @param requests those of them whose prediction could be compared: the edge did not fail
 * @param totalErrorPercent mean of |predicted − measured| / measured of the total
 * @param meanAbsoluteErrorMs mean of |predicted − measured| of each part
 * @param regretPercent mean of (chosen − best) / best in hindsight, where there was a choice
 * @param sinceStart the same over all requests since the start
 */
public record AccuracyView(
    int window,
    long requests,
    @Nullable Double totalErrorPercent,
    @Nullable Parts meanAbsoluteErrorMs,
    @Nullable Double regretPercent,
    SinceStart sinceStart) {

  /** The same over all requests since the start. */
  public record SinceStart(
      long requests,
      @Nullable Double totalErrorPercent,
      @Nullable Parts meanAbsoluteErrorMs,
      @Nullable Double regretPercent) {}

  static AccuracyView of(int window, Tally latest, Tally all) {
    return new AccuracyView(
        window,
        latest.predicted(),
        latest.totalErrorPercent(),
        latest.meanAbsoluteErrorMs(),
        latest.regretPercent(),
        new SinceStart(
            all.predicted(),
            all.totalErrorPercent(),
            all.meanAbsoluteErrorMs(),
            all.regretPercent()));
  }
}

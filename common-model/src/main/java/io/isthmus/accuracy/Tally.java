package io.isthmus.accuracy;

import org.jspecify.annotations.Nullable;

/**
 * Sums over outcomes. Immutable: the next state is a function of this one and an outcome.
 *
 * @param predicted requests whose prediction could be compared
 * @param absoluteMs sum of |predicted − measured|, for each part
 * @param errorRatio sum of |predicted − measured| / measured of the totals
 * @param chosen requests for which there was a choice
 * @param regret sum of their regrets
 */
public record Tally(
    long predicted, Parts absoluteMs, double errorRatio, long chosen, double regret) {

  /** No prediction is wrong by more than this, unless something measured was no measurement. */
  private static final double MOST_RATIO = 1e9;

  /** Before the first outcome. */
  public static final Tally NONE = new Tally(0, Parts.ZERO, 0, 0, 0);

  /**
   * The state after an outcome. What cannot be, such as NaN or 1e308, is left out: it would stay in
   * the sums for ever.
   */
  public Tally next(Outcome outcome) {
    return withError(outcome).withRegret(outcome.hindsight());
  }

  private Tally withError(Outcome outcome) {
    Parts error = outcome.errorMs();
    Double ratio = outcome.errorRatio();
    return error != null && ratio != null && error.possible() && ratio <= MOST_RATIO
        ? new Tally(
            predicted + 1, absoluteMs.plusAbsolute(error), errorRatio + ratio, chosen, regret)
        : this;
  }

  private Tally withRegret(@Nullable Hindsight hindsight) {
    double more = hindsight == null ? 0 : hindsight.regret();
    return hindsight != null && Math.abs(more) <= MOST_RATIO
        ? new Tally(predicted, absoluteMs, errorRatio, chosen + 1, regret + more)
        : this;
  }

  /** The sums over some outcomes. */
  public static Tally of(Iterable<Outcome> outcomes) {
    Tally tally = NONE;
    for (Outcome outcome : outcomes) {
      tally = tally.next(outcome);
    }
    return tally;
  }

  /** Mean absolute error of each part in milliseconds; null before the first. */
  public @Nullable Parts meanAbsoluteErrorMs() {
    return predicted == 0 ? null : absoluteMs.dividedBy((double) predicted);
  }

  /** Mean absolute percentage error of the total; null before the first. */
  public @Nullable Double totalErrorPercent() {
    return predicted == 0 ? null : 100 * errorRatio / predicted;
  }

  /** Mean regret in per cent; null before the first. */
  public @Nullable Double regretPercent() {
    return chosen == 0 ? null : 100 * regret / chosen;
  }
}

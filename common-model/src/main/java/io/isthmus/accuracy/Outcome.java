package io.isthmus.accuracy;

import io.isthmus.decision.Decision;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Reason;
import org.jspecify.annotations.Nullable;

/**
 * How right a decision was.
 *
 * @param errorMs predicted less measured time; null where the edge failed or nothing was predicted
 * @param errorRatio |predicted − measured| / measured of the total; null likewise
 * @param hindsight what would have been best; null where there was no choice, it failed, or what
 *     was measured cannot be
 */
public record Outcome(
    @Nullable Parts errorMs, @Nullable Double errorRatio, @Nullable Hindsight hindsight) {

  /** Compares a decision with what became of it. */
  public static Outcome of(
      DecisionInput before, Decision decision, Observation seen, boolean degraded) {
    LatencyBreakdown predicted = decision.predicted();
    if (degraded || predicted == null) {
      return new Outcome(null, null, null);
    }
    Parts measured = Parts.of(seen.time());
    Parts error = Parts.of(predicted).minus(measured);
    Double ratio = measured.total() > 0 ? Math.abs(error.total()) / measured.total() : null;
    boolean comparable = chosen(decision) && seen.possible();
    return new Outcome(error, ratio, comparable ? Hindsight.of(before, decision, seen) : null);
  }

  /** The error of the total in per cent; null where it is unknown. */
  public @Nullable Double errorPercent() {
    return errorRatio == null ? null : 100 * errorRatio;
  }

  /** Whether there was a choice: what is forced cannot be regretted. */
  private static boolean chosen(Decision decision) {
    return decision.reason() == Reason.FASTEST || decision.reason() == Reason.PRIVACY;
  }
}

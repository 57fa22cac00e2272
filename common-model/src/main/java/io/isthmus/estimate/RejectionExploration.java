package io.isthmus.estimate;

/**
 * Doubt of predictions that refuse work. What is refused is not measured, so a prediction that is
 * too long would refuse for ever. Therefore one in {@value #EVERY} refusals is none: the work is
 * begun, and what it takes is learnt. That may be in vain, so such trials take no more than {@value
 * #SHARE} of the time, and where the prediction would have to be wrong by more than a factor of
 * {@value #FACTOR} there is none. (Live factors that are further off than that fade by themselves.)
 *
 * @param refusals since the last trial, those without hope not counted; at most {@value #EVERY}
 * @param nextNanos when the next trial may be, on the caller's monotonic clock
 */
public record RejectionExploration(int refusals, long nextNanos) {

  static final int EVERY = 10;
  static final double SHARE = 0.05;
  static final double FACTOR = 3;

  /** A day, however absurd a prediction. */
  private static final double MOST_REST_MS = 86_400_000;

  /** No refusal yet. */
  public static RejectionExploration startingAt(long nowNanos) {
    return new RejectionExploration(0, nowNanos);
  }

  /** Whether work of that predicted time, of which less is left, is to be begun all the same. */
  public boolean tries(double predictedMs, double leftMs, long nowNanos) {
    return hopes(predictedMs, leftMs) && refusals >= EVERY - 1 && nowNanos - nextNanos >= 0;
  }

  private static boolean hopes(double predictedMs, double leftMs) {
    return leftMs > 0 && predictedMs <= FACTOR * leftMs;
  }

  /** The state after a refusal. */
  public RejectionExploration refused(double predictedMs, double leftMs) {
    return hopes(predictedMs, leftMs) && refusals < EVERY
        ? new RejectionExploration(refusals + 1, nextNanos)
        : this;
  }

  /** The state after a trial has begun. */
  public RejectionExploration tried(double predictedMs, long nowNanos) {
    double restMs = Math.max(0, Math.min(MOST_REST_MS, predictedMs / SHARE));
    return new RejectionExploration(0, nowNanos + (long) (restMs * 1e6));
  }
}

package io.isthmus.estimate;

/**
 * What is believed of the edge's load. Tails of this device tell how long it has to wait there,
 * which depends on when it comes; the edge's reports tell it where none has run. Both are noisy and
 * enter by a part. What is old fades towards an idle edge that keeps to its profile.
 *
 * @param queueMs expected wait of a new arrival at {@code atNanos}, in milliseconds
 * @param slowdown k_e: measured over profiled time of the edge's recent tails
 * @param atNanos when it was learnt, on the caller's monotonic clock
 */
public record EdgeLoad(double queueMs, double slowdown, long atNanos) {

  /** Nothing is known. */
  public static final EdgeLoad IDLE = new EdgeLoad(0, 1, 0);

  /** A queue is soon worked off, and others come and go. */
  private static final double QUEUE_HALF_LIFE_NANOS = 5e9;

  /** A machine's slowness lasts longer. */
  private static final double SLOWDOWN_HALF_LIFE_NANOS = 30e9;

  /** How much of a wait that was measured enters. */
  private static final double MEASURED_GAIN = 0.4;

  /** The same for one that the edge expects: it holds for a moment only. */
  private static final double REPORTED_GAIN = 0.25;

  /** Throws IllegalArgumentException for values that cannot be. */
  public EdgeLoad {
    if (!isLoad(queueMs, slowdown)) {
      throw new IllegalArgumentException("not a load: " + queueMs + ", " + slowdown);
    }
  }

  private static boolean isLoad(double queueMs, double slowdown) {
    return queueMs >= 0 && queueMs < 1e9 && slowdown > 0 && slowdown < 1e9;
  }

  /** The state after a tail that had to wait for so long; what cannot be changes nothing. */
  public EdgeLoad measured(double waitMs, double reportedSlowdown, long nowNanos) {
    return next(MEASURED_GAIN, waitMs, reportedSlowdown, nowNanos);
  }

  /** The state after a report alone; one that cannot be changes nothing. */
  public EdgeLoad reported(double expectedMs, double reportedSlowdown, long nowNanos) {
    return next(REPORTED_GAIN, expectedMs, reportedSlowdown, nowNanos);
  }

  private EdgeLoad next(double gain, double waitMs, double reportedSlowdown, long nowNanos) {
    if (!isLoad(waitMs, reportedSlowdown)) {
      return this;
    }
    double before = expectedQueueMs(nowNanos);
    return new EdgeLoad(before + gain * (waitMs - before), reportedSlowdown, nowNanos);
  }

  /** W_e as it can be expected now. */
  public double expectedQueueMs(long nowNanos) {
    return queueMs * weight(nowNanos, QUEUE_HALF_LIFE_NANOS);
  }

  /** k_e as it can be expected now. */
  public double expectedSlowdown(long nowNanos) {
    return Math.pow(slowdown, weight(nowNanos, SLOWDOWN_HALF_LIFE_NANOS));
  }

  private double weight(long nowNanos, double halfLife) {
    return Math.pow(0.5, Math.max(0, nowNanos - atNanos) / halfLife);
  }
}

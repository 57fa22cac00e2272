package io.isthmus.estimate;

/**
 * What the edge last said of its load, and when.
 *
 * @param queueMs expected wait of a new arrival, in milliseconds
 * @param slowdown k_e: measured over profiled time of its recent tails
 * @param atNanos when it was said, on the caller's monotonic clock
 */
public record EdgeLoad(double queueMs, double slowdown, long atNanos) {

  /** Nothing has been said: an idle edge that keeps to its profile. */
  public static final EdgeLoad IDLE = new EdgeLoad(0, 1, 0);

  /** A queue is soon worked off, so its report loses half its weight in this time. */
  private static final double QUEUE_HALF_LIFE_NANOS = 1e9;

  /** A machine's slowness lasts longer. */
  private static final double SLOWDOWN_HALF_LIFE_NANOS = 30e9;

  /** Throws IllegalArgumentException for values that cannot be. */
  public EdgeLoad {
    if (!(queueMs >= 0 && queueMs < 1e9) || !(slowdown > 0 && slowdown < 1e9)) {
      throw new IllegalArgumentException("not a load: " + queueMs + ", " + slowdown);
    }
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

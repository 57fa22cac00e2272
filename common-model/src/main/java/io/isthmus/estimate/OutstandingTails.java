package io.isthmus.estimate;

/**
 * This device's own tails that are under way: a request that comes now waits for them, for the link
 * or at the edge, whichever is the bottleneck of the two. {@link EdgeLoad} knows the others' only.
 *
 * <p>The link takes tails one after another, and the edge as many at once as it has workers, so the
 * next can go on without waiting at
 *
 * <pre>free = begin + wait + max(bytes / r, k_e·T^t / workers)</pre>
 *
 * @param underWay how many there are
 * @param freeNanos when the bottleneck will be done with them, on the caller's monotonic clock
 */
public record OutstandingTails(int underWay, long freeNanos) {

  /** None is under way. */
  public static final OutstandingTails NONE = new OutstandingTails(0, 0);

  /** A day, however absurd a prediction. */
  private static final double MOST_MS = 86_400_000;

  /** Throws IllegalArgumentException for a negative number of tails. */
  public OutstandingTails {
    if (underWay < 0) {
      throw new IllegalArgumentException("not a number of tails: " + underWay);
    }
  }

  /** How long a request that comes now waits for them, in milliseconds. */
  public double waitMs(long nowNanos) {
    return underWay == 0 ? 0 : Math.max(0, (freeNanos - nowNanos) / 1e6);
  }

  /**
   * The state after one has begun.
   *
   * @param transferMs how long the link needs for its bytes
   * @param tailMs how long the edge computes it, decoding included
   * @param workers how many tails the edge computes at the same time
   */
  public OutstandingTails begun(double transferMs, double tailMs, int workers, long nowNanos) {
    double takesMs = Math.max(transferMs, tailMs / workers);
    double freeMs = waitMs(nowNanos) + (takesMs > 0 ? Math.min(MOST_MS, takesMs) : 0);
    return new OutstandingTails(underWay + 1, nowNanos + (long) (freeMs * 1e6));
  }

  /** The state after one has ended, well or not. */
  public OutstandingTails ended() {
    return underWay == 1 ? NONE : new OutstandingTails(underWay - 1, freeNanos);
  }
}

package io.isthmus.decision;

/**
 * How long the device waits for the edge before it goes on by itself, with the exchange still under
 * way: whichever is ready first is the answer. So a link that collapses under a request costs it
 * little more than was predicted and what the device needs alone, and a prediction that was
 * somewhat short costs nothing.
 *
 * @param factor how many times its predicted time an exchange may take …
 * @param slackMs … and at least so much longer, in milliseconds
 */
public record HedgePolicy(double factor, double slackMs) {

  /** Throws IllegalArgumentException for an impatience that would not even wait as predicted. */
  public HedgePolicy {
    if (!(factor >= 1 && slackMs >= 0 && Double.isFinite(factor + slackMs))) {
      throw new IllegalArgumentException("no patience: " + factor + ", " + slackMs);
    }
  }

  /** After how long an exchange is overdue, in milliseconds from its start. */
  public double overdueMs(double predictedMs) {
    return Math.max(factor * predictedMs, predictedMs + slackMs);
  }

  /**
   * The same for a chunk that others of its plan are ahead of: where those are late it cannot be in
   * time, so that it may be as late as all of them together.
   *
   * @param aheadMs how long before it the first of them should have been sent
   */
  public double overdueMs(double predictedMs, double aheadMs) {
    return overdueMs(aheadMs + predictedMs) - aheadMs;
  }
}

package io.isthmus.service.admission;

import com.netflix.concurrency.limits.Limit;

/**
 * Tells a limit how much longer waiting makes requests: 1 / (1 − s), where s is the share of its
 * time that a request waited, in the running mean over the latest answers.
 *
 * <p>The mean and not each by itself: a device has two machines before which its requests wait, its
 * own and the edge. Who finds one of them free says nothing of the other, and Vegas makes much more
 * room for one such request than it takes for one that waited.
 */
final class LimitSampler {

  /** How much of the latest answer enters: the mean is over some ten. */
  private static final double GAIN = 0.2;

  /** The libraries count in whole nanoseconds: a time without waiting is as many as this. */
  private static final double UNIT = 1e6;

  private final Limit limit;
  private double share;

  LimitSampler(Limit limit) {
    this.limit = limit;
  }

  /**
   * A request was answered. Times that cannot be teach nothing.
   *
   * @param elapsedMs from its admission to its answer
   * @param waitedMs how much of that it waited for an inference thread
   * @param inside how many were inside when it entered, with itself
   */
  synchronized void answered(double elapsedMs, double waitedMs, int inside) {
    if (waitedMs >= 0 && waitedMs < elapsedMs) {
      share += GAIN * (waitedMs / elapsedMs - share);
      limit.onSample(0, (long) (UNIT / (1 - share)), inside, false);
    }
  }
}

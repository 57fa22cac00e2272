package io.isthmus.device.infer;

import io.isthmus.wire.Deadline;
import java.time.Duration;

/**
 * How long to wait for the edge.
 *
 * @param exchangeMs how long the exchange is expected to take; negative if nobody knows
 * @param aheadMs how long before it the first chunk of its plan should have been sent to the edge
 * @param patience how long until the device goes on by itself, were there no deadline
 * @param deadline of the request
 */
record TailTimeout(double exchangeMs, double aheadMs, Duration patience, Deadline deadline) {

  /** Longer than any exchange, which has a limit of its own and ends with the deadline. */
  static final Duration FOREVER = Duration.ofDays(1);

  /** How many times its prediction the device's own work may take. */
  private static final double MARGIN = 1.5;

  /**
   * How late two threads may wake, one after the other: this one and the one that computes. An idle
   * virtual machine was seen to wake each 14 ms late after a wait of seconds.
   */
  private static final double LATE_MS = 50;

  /**
   * How much longer to wait before the device goes on by itself: until the edge is overdue, or as
   * long as the device will surely be in time still, but no less than the edge was expected to
   * take. Where it cannot be, once the edge has had the time that it was expected to take, the edge
   * is the only hope and is waited for.
   *
   * @param waitedMs since the exchange was begun
   * @param ownMs what the device would need
   */
  Duration more(double waitedMs, double ownMs, long nowNanos) {
    double patientMs = patience.toNanos() / 1e6 - waitedMs;
    double leftMs = deadline.leftMs(nowNanos);
    double expectedMs = Math.max(0, exchangeMs - waitedMs);
    if (deadline.exists() && leftMs - ownMs < expectedMs) {
      return FOREVER;
    }
    double sureMs = leftMs - MARGIN * ownMs - LATE_MS;
    double waitMs = Math.min(patientMs, Math.max(sureMs, expectedMs));
    return Duration.ofNanos((long) (Math.max(0, waitMs) * 1e6));
  }

  /** Whether the device may begin something that takes it so long. */
  boolean allows(double ownMs, long nowNanos) {
    return !deadline.exists() || ownMs <= deadline.leftMs(nowNanos);
  }
}

package io.isthmus.device.edge;

import io.isthmus.wire.Deadline;

/**
 * On what terms the edge is asked for a tail.
 *
 * @param predictedMs how long the exchange is expected to take; negative if nobody knows
 * @param aheadMs for how long the edge should have been at work on chunks ahead of it, which may be
 *     late and hold it up
 * @param ownMs how long the device would need to finish by itself; infinite where it has no room
 * @param deadline of the request
 */
public record TailTerms(double predictedMs, double aheadMs, double ownMs, Deadline deadline) {

  /** Whether it is known how long the exchange should take. */
  boolean predicted() {
    return predictedMs >= 0;
  }
}

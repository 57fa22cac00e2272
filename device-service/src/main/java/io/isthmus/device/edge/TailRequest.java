package io.isthmus.device.edge;

import io.isthmus.control.TailWork;
import io.isthmus.wire.Deadline;

/**
 * A tail that an edge is to run.
 *
 * @param work what it is to do
 * @param body h_cut of the batch, or for cut 0 the images
 * @param predictedMs how long the exchange is expected to take; negative if nobody knows
 * @param aheadMs for how long the edge should have been at work on chunks ahead of it, which may be
 *     late and hold it up
 * @param ownMs how long the device would need to finish by itself; infinite where it has no room
 * @param deadline of the request
 */
public record TailRequest(
    TailWork work,
    EdgeBody body,
    double predictedMs,
    double aheadMs,
    double ownMs,
    Deadline deadline) {

  /** Whether it is known how long the exchange should take. */
  boolean predicted() {
    return predictedMs >= 0;
  }
}

package io.isthmus.device.edge;

import io.isthmus.decision.EdgeStatus;

/** A machine that runs tails for this device. */
public interface TailHost {

  /**
   * What a host can do.
   *
   * @param images it takes uploaded images for cut 0, not only tensors
   * @param reportsLoad it says with every answer how loaded it is
   * @param timesArrivals it says how long a body took to arrive
   * @param deadlines it begins nothing that would be too late
   */
  record Capabilities(
      boolean images, boolean reportsLoad, boolean timesArrivals, boolean deadlines) {}

  /** What it can do. */
  Capabilities capabilities();

  /** Whether it can be counted on just now. */
  EdgeStatus status();

  /** A queue for the chunks of one request. */
  UploadQueue uploads();

  /**
   * Has the host run a tail when the queue lets it, and returns at once. No exchange outlasts the
   * deadline.
   */
  PendingTail begin(TailRequest request, UploadQueue queue);
}

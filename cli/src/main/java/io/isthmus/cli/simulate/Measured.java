package io.isthmus.cli.simulate;

import io.isthmus.decision.SystemState;

/**
 * What a simulated device has measured last, without noise: all that its past can have told it.
 *
 * @param bytesPerMs mean rate of the last transfer; 0 before the first
 * @param queueMs wait at the edge then
 * @param deviceFactor k_d when it computed last
 * @param edgeFactor k_e when a tail ran last
 */
record Measured(double bytesPerMs, double queueMs, double deviceFactor, double edgeFactor) {

  /** Before anything is measured. */
  static final Measured NOTHING = new Measured(0, 0, 1, 1);

  private static final double SHORTEST_MS = 0.01;

  /** A body has crossed the link. */
  Measured transfer(double bytes, double tookMs) {
    return new Measured(bytes / Math.max(SHORTEST_MS, tookMs), queueMs, deviceFactor, edgeFactor);
  }

  /** The edge has computed. */
  Measured edge(SystemState truth) {
    return new Measured(bytesPerMs, truth.queueMs(), deviceFactor, truth.edgeFactor());
  }

  /** The device has computed. */
  Measured device(SystemState truth) {
    return new Measured(bytesPerMs, queueMs, truth.deviceFactor(), edgeFactor);
  }
}

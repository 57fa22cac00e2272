package io.isthmus.device.infer;

import java.time.Duration;

/**
 * How long to wait for the edge.
 *
 * @param exchangeMs how long the exchange is expected to take; negative if nobody knows
 * @param patience how long until the device goes on by itself
 */
record Waiting(double exchangeMs, Duration patience) {

  /** Longer than any exchange, which has a limit of its own. */
  static final Duration FOREVER = Duration.ofDays(1);
}

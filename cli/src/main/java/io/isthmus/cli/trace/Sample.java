package io.isthmus.cli.trace;

import io.isthmus.units.DataRate;

/**
 * What a link carried from a moment on, until the next sample.
 *
 * @param seconds since the trace began
 * @param bytesPerSecond finite; 0 is an outage
 */
public record Sample(double seconds, double bytesPerSecond) {

  /** Throws IllegalArgumentException for what is no rate of a link. */
  public Sample {
    if (!(bytesPerSecond >= 0 && Double.isFinite(bytesPerSecond))) {
      throw new IllegalArgumentException(
          "a rate must be 0 or more, not %s bytes per second".formatted(bytesPerSecond));
    }
  }

  /** Of a link that carries something. */
  public Sample(double seconds, DataRate rate) {
    this(seconds, rate.bytesPerSecond());
  }
}

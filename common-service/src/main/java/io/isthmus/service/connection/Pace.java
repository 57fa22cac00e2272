package io.isthmus.service.connection;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * How slowly bytes may come or go.
 *
 * @param total the longest time that is waited for them, all waits together
 * @param grace the longest wait for the next byte, and the time after which the rate counts
 * @param rate bytes that must pass in every second after that, on average
 */
public record Pace(Duration total, Duration grace, DataSize rate) {

  /** Throws IllegalArgumentException for what is not positive. */
  public Pace {
    if (total.isNegative() || total.isZero() || grace.isNegative() || grace.isZero()) {
      throw new IllegalArgumentException("times must be positive");
    }
    if (rate.toBytes() < 1) {
      throw new IllegalArgumentException("the rate must be at least a byte a second");
    }
  }

  /**
   * How long the next byte may still be waited for, in nanoseconds; negative where it is too late.
   *
   * @param bytes that have passed
   * @param waitedNanos how long was waited for these
   */
  public long patienceNanos(long bytes, long waitedNanos) {
    double earned = 1e9 * (double) bytes / (double) rate.toBytes() + (double) grace.toNanos();
    long allowed = (long) Math.min((double) total.toNanos(), earned);
    return Math.min(allowed - waitedNanos, grace.toNanos());
  }
}

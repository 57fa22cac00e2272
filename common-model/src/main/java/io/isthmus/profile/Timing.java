package io.isthmus.profile;

import java.util.Arrays;

/**
 * Repeated measurements of one duration.
 *
 * @param median in milliseconds
 * @param spread distance between the quartiles, in milliseconds
 */
public record Timing(double median, double spread) {

  /** Of nothing. */
  public static final Timing NONE = new Timing(0, 0);

  /** Throws IllegalArgumentException for anything but finite values of at least 0. */
  public Timing {
    if (!(median >= 0 && spread >= 0 && median + spread < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("not a timing: " + median + ", " + spread);
    }
  }

  /** Summarises at least one sample, in milliseconds. */
  public static Timing of(double[] samples) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    return new Timing(quantile(sorted, 0.5), quantile(sorted, 0.75) - quantile(sorted, 0.25));
  }

  /** One after the other: what makes one slow mostly meets both. */
  public Timing plus(Timing other) {
    return new Timing(median + other.median, spread + other.spread);
  }

  /** The same on a machine that is {@code factor} times slower. */
  Timing slowed(double factor) {
    return new Timing(median * factor, spread * factor);
  }

  private static double quantile(double[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }
}

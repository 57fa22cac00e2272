package io.isthmus.cli;

import java.util.Collection;

/** Summaries of measurements. */
public final class Statistics {

  private Statistics() {}

  /** The middle value, or the mean of the two middle ones; NaN of nothing. */
  public static double median(Collection<Double> values) {
    return quantile(values, 0.5);
  }

  /** The value that a part {@code q} of the values lies below, interpolated; NaN of nothing. */
  public static double quantile(Collection<Double> values, double q) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = q * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }

  /** The arithmetic mean; NaN of nothing. */
  public static double mean(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** The geometric mean of positive values; NaN of nothing. */
  public static double geometricMean(Collection<Double> values) {
    return Math.exp(values.stream().mapToDouble(Math::log).average().orElse(Double.NaN));
  }
}

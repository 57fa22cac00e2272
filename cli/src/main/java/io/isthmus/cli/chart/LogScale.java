package io.isthmus.cli.chart;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Points that lie evenly on a logarithmic axis, both ends included.
 *
 * @param label what the axis shows, with its unit
 * @param low lowest value, positive
 * @param high highest value, not below the lowest
 * @param perDoubling about how many points there are from a value to its double
 */
public record LogScale(String label, double low, double high, int perDoubling) {

  private static final int MOST_LABELS = 8;

  /** Throws IllegalArgumentException for ends that cannot be. */
  public LogScale {
    if (!(low > 0 && high >= low && high < Double.POSITIVE_INFINITY && perDoubling > 0)) {
      throw new IllegalArgumentException("no logarithmic axis from " + low + " to " + high);
    }
  }

  /** Number of points. */
  public int size() {
    return low == high ? 1 : 1 + Math.max(1, (int) Math.round(doublings() * perDoubling));
  }

  /** The points, ascending. */
  public DoubleStream values() {
    return IntStream.range(0, size()).mapToDouble(this::value);
  }

  /** Point i, 0 ≤ i &lt; size. Powers of two come out exact. */
  double value(int i) {
    double exact = Math.pow(2, position(i));
    return Math.round(exact * 1e9) / 1e9;
  }

  /** Where point i lies on the axis: the binary logarithm of its value. */
  double position(int i) {
    return log2(low) + i * step();
  }

  /** Distance of two points on the axis. */
  double step() {
    return size() == 1 ? 1 : doublings() / (size() - 1);
  }

  /** Distance of two labels, so that there is room for each. */
  double labelStep() {
    return Math.max(1, Math.ceil(doublings() / MOST_LABELS));
  }

  private double doublings() {
    return log2(high) - log2(low);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}

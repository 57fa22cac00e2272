package io.isthmus.cli.predict;

import io.isthmus.units.DataRate;

/**
 * Rates from one to another, written as {@code 1MB/s..128MB/s}.
 *
 * @param low the lowest
 * @param high the highest
 */
public record RateRange(DataRate low, DataRate high) {

  /** Throws IllegalArgumentException if the ends are the wrong way round. */
  public RateRange {
    if (low.bytesPerSecond() > high.bytesPerSecond()) {
      throw new IllegalArgumentException("rates ascend, as in %s..%s".formatted(high, low));
    }
  }

  /** Reads a range or a single rate; throws IllegalArgumentException that says the form. */
  public static RateRange parse(String text) {
    int dots = text.indexOf("..");
    if (dots < 0) {
      DataRate only = DataRate.parse(text);
      return new RateRange(only, only);
    }
    return new RateRange(
        DataRate.parse(text.substring(0, dots)), DataRate.parse(text.substring(dots + 2)));
  }

  @Override
  public String toString() {
    return low + ".." + high;
  }
}

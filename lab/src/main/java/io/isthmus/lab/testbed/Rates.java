package io.isthmus.lab.testbed;

import io.isthmus.cli.predict.RateRange;
import io.isthmus.units.DataRate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Rates of the link, written as {@code 1MB/s..128MB/s}, which is from each to its double, or as
 * {@code 1MB/s,10MB/s}.
 *
 * @param values ascending
 */
public record Rates(List<DataRate> values) {

  /** Copies the list. Throws IllegalArgumentException if the rates do not ascend. */
  public Rates {
    values = List.copyOf(values);
    for (int i = 1; i < values.size(); i++) {
      if (values.get(i).bytesPerSecond() <= values.get(i - 1).bytesPerSecond()) {
        throw new IllegalArgumentException("rates must ascend: " + values);
      }
    }
  }

  /** Reads either form; throws IllegalArgumentException that says what is wrong. */
  public static Rates parse(String text) {
    if (!text.contains("..")) {
      return new Rates(Arrays.stream(text.split(",", -1)).map(DataRate::parse).toList());
    }
    RateRange range = RateRange.parse(text);
    double high = range.high().bytesPerSecond() * (1 + 1e-9);
    return new Rates(
        DoubleStream.iterate(range.low().bytesPerSecond(), r -> r <= high, r -> 2 * r)
            .mapToObj(DataRate::new)
            .toList());
  }

  /** The slowest. */
  DataRate lowest() {
    return values.get(0);
  }

  /** The fastest. */
  DataRate highest() {
    return values.get(values.size() - 1);
  }
}

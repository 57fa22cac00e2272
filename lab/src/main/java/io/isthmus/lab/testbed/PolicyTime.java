package io.isthmus.lab.testbed;

import io.isthmus.cli.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A policy in one situation, over its answered requests.
 *
 * @param policy its name
 * @param count requests
 * @param medianMs median time
 * @param spreadMs distance of the quartiles
 * @param overPrediction median of the device's time over what it expected; null where it expected
 *     nothing
 * @param overBound the same over what no plan can beat
 * @param plan the most frequent one
 * @param degraded requests that the device finished alone
 */
record PolicyTime(
    String policy,
    int count,
    double medianMs,
    double spreadMs,
    @Nullable Double overPrediction,
    @Nullable Double overBound,
    String plan,
    int degraded) {

  /** Sums up at least one answered request of one policy in one situation. */
  static PolicyTime of(List<Observation> rows, Clock clock) {
    List<Double> times = rows.stream().map(clock::ms).toList();
    return new PolicyTime(
        rows.get(0).policy(),
        rows.size(),
        Statistics.median(times),
        Statistics.quantile(times, 0.75) - Statistics.quantile(times, 0.25),
        over(rows, row -> row.times().predictedMs()),
        over(rows, row -> row.times().boundMs()),
        mostFrequentPlan(rows),
        (int) rows.stream().filter(Observation::degraded).count());
  }

  private static @Nullable Double over(
      List<Observation> rows, Function<Observation, @Nullable Double> expected) {
    List<Double> ratios = new ArrayList<>();
    for (Observation row : rows) {
      Double ms = expected.apply(row);
      if (ms != null && ms > 0) {
        ratios.add(Clock.DEVICE.ms(row) / ms);
      }
    }
    return ratios.isEmpty() ? null : Statistics.median(ratios);
  }

  private static String mostFrequentPlan(List<Observation> rows) {
    Map<String, Long> counts =
        rows.stream()
            .map(row -> String.valueOf(row.result().plan()))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return counts.entrySet().stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .orElseThrow()
        .getKey();
  }
}

package io.isthmus.tools.testbed;

import io.isthmus.tools.Statistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * @param overBound median of the device's time over what no plan can beat; null where no bound is
 *     known
 * @param plan the most frequent one
 * @param degraded requests that the device finished alone
 */
record PolicyTime(
    String policy,
    int count,
    double medianMs,
    double spreadMs,
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
        overBound(rows),
        mostFrequentPlan(rows),
        (int) rows.stream().filter(Observation::degraded).count());
  }

  private static @Nullable Double overBound(List<Observation> rows) {
    List<Double> ratios =
        rows.stream()
            .filter(row -> row.boundMs() != null && row.boundMs() > 0)
            .map(row -> Clock.DEVICE.ms(row) / Objects.requireNonNull(row.boundMs()))
            .toList();
    return ratios.isEmpty() ? null : Statistics.median(ratios);
  }

  private static String mostFrequentPlan(List<Observation> rows) {
    Map<String, Long> counts =
        rows.stream()
            .map(row -> String.valueOf(row.plan()))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return counts.entrySet().stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .orElseThrow()
        .getKey();
  }
}

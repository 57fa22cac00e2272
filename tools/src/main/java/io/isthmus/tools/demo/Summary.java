package io.isthmus.tools.demo;

import io.isthmus.tools.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All situations together.
 *
 * @param cuts how often each cut was chosen, by its unit's name
 * @param modes how often each mode was chosen
 * @param predictionError median of |predicted − measured| / measured
 * @param fasterThanLocal geometric mean of local over chosen time
 * @param fasterThanOffload the same for offload, where that is allowed
 * @param degraded answers that the device had to finish because the edge failed
 */
record Summary(
    Map<String, Long> cuts,
    Map<String, Long> modes,
    double predictionError,
    double fasterThanLocal,
    double fasterThanOffload,
    int degraded) {

  static Summary of(List<Row> rows) {
    List<Double> errors = new ArrayList<>();
    List<Double> overLocal = new ArrayList<>();
    List<Double> overOffload = new ArrayList<>();
    for (Row row : rows) {
      Double predicted = row.predictedMs();
      if (predicted != null) {
        errors.add(Math.abs(predicted - row.measuredMs()) / row.measuredMs());
      }
      overLocal.add(row.localMs() / row.measuredMs());
      Double offload = row.offloadMs();
      if (offload != null) {
        overOffload.add(offload / row.measuredMs());
      }
    }
    return new Summary(
        count(rows.stream().map(row -> row.unit() + " (" + row.split() + ")").toList()),
        count(rows.stream().map(Row::mode).toList()),
        Statistics.median(errors),
        Statistics.geometricMean(overLocal),
        Statistics.geometricMean(overOffload),
        rows.stream().mapToInt(Row::degraded).sum());
  }

  private static Map<String, Long> count(List<String> words) {
    return words.stream()
        .collect(Collectors.groupingBy(w -> w, TreeMap::new, Collectors.counting()));
  }
}

package io.isthmus.cli.demo;

import io.isthmus.cli.Statistics;
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
 * @param cutPredictionError the same of the situations in which the network was cut; NaN if none
 * @param cutOverPredicted median of measured / predicted of those
 * @param fasterThanLocal geometric mean of local over chosen time
 * @param fasterThanOffload the same for offload, where that is allowed
 * @param compared images that were answered exactly as well
 * @param changed those whose top class differs
 * @param degraded answers that the device had to finish because the edge failed
 */
record Summary(
    Map<String, Long> cuts,
    Map<String, Long> modes,
    double predictionError,
    double cutPredictionError,
    double cutOverPredicted,
    double fasterThanLocal,
    double fasterThanOffload,
    int compared,
    int changed,
    int degraded) {

  private static final String CUT = "split";

  static Summary of(List<Row> rows) {
    List<Row> predicted = rows.stream().filter(row -> row.times().predictedMs() != null).toList();
    List<Row> cut = predicted.stream().filter(row -> row.choice().mode().equals(CUT)).toList();
    List<Double> overLocal = new ArrayList<>();
    List<Double> overOffload = new ArrayList<>();
    for (Row row : rows) {
      Row.Times times = row.times();
      overLocal.add(times.localMs() / times.measuredMs());
      Double offload = times.offloadMs();
      if (offload != null) {
        overOffload.add(offload / times.measuredMs());
      }
    }
    return new Summary(
        count(rows.stream().map(row -> row.choice().cut()).toList()),
        count(rows.stream().map(row -> row.choice().mode()).toList()),
        error(predicted),
        error(cut),
        Statistics.median(cut.stream().map(row -> 1 / predictedOverMeasured(row)).toList()),
        Statistics.geometricMean(overLocal),
        Statistics.geometricMean(overOffload),
        rows.stream().mapToInt(row -> row.agreement().compared()).sum(),
        rows.stream().mapToInt(row -> row.agreement().changed()).sum(),
        rows.stream().mapToInt(row -> row.agreement().degraded()).sum());
  }

  private static double error(List<Row> rows) {
    return Statistics.median(
        rows.stream().map(row -> Math.abs(predictedOverMeasured(row) - 1)).toList());
  }

  private static double predictedOverMeasured(Row row) {
    Double predicted = row.times().predictedMs();
    return predicted == null ? Double.NaN : predicted / row.times().measuredMs();
  }

  private static Map<String, Long> count(List<String> words) {
    return words.stream()
        .collect(Collectors.groupingBy(w -> w, TreeMap::new, Collectors.counting()));
  }
}

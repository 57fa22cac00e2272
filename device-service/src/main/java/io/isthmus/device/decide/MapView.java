package io.isthmus.device.decide;

import io.isthmus.decision.CutMap;
import io.isthmus.decision.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The map of best cuts as JSON: rate × batch, all other conditions as they are now.
 *
 * @param input {@code images} or {@code frames}: what the latest request brought
 * @param imageBytes bytes of one of its images, as cut 0 would send it
 * @param batch number of its images; 1 before the first
 * @param bytesPerSecond the rates
 * @param batches the batch sizes
 * @param splits for each batch size, for each rate, the best cut; null where nobody has room
 * @param encodings how the tensors there are written, likewise
 * @param totalMs its predicted time likewise
 */
public record MapView(
    String input,
    long imageBytes,
    int batch,
    List<Double> bytesPerSecond,
    List<Integer> batches,
    List<List<@Nullable Integer>> splits,
    List<List<@Nullable String>> encodings,
    List<List<@Nullable Double>> totalMs) {

  static MapView of(Workload like, CutMap map) {
    List<List<@Nullable Integer>> splits = new ArrayList<>();
    List<List<@Nullable String>> encodings = new ArrayList<>();
    List<List<@Nullable Double>> totals = new ArrayList<>();
    for (List<CutMap.@Nullable Cell> row : map.rows()) {
      List<@Nullable Integer> rowSplits = new ArrayList<>();
      List<@Nullable String> rowEncodings = new ArrayList<>();
      List<@Nullable Double> rowTotals = new ArrayList<>();
      for (CutMap.@Nullable Cell cell : row) {
        rowSplits.add(cell == null ? null : cell.option().cut());
        rowEncodings.add(cell == null ? null : cell.option().encoding().toString());
        rowTotals.add(cell == null ? null : cell.totalMs());
      }
      splits.add(rowSplits);
      encodings.add(rowEncodings);
      totals.add(rowTotals);
    }
    return new MapView(
        DecisionView.input(like),
        like.inputBytes() / like.batch(),
        like.batch(),
        map.bytesPerMs().stream().map(rate -> 1000 * rate).toList(),
        map.batches(),
        splits,
        encodings,
        totals);
  }
}

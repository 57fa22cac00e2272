package io.isthmus.lab.testbed;

import io.isthmus.cli.Statistics;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Isthmus against others over several situations: geometric means of (their time / its time), and
 * of its own time over what it expected and what no plan can beat.
 *
 * @param input {@code photos}, {@code frames}, {@code private} or {@code all}
 * @param batches such as {@code 16} or {@code ≥ 16}
 * @param cells number of situations
 * @param overEq6 against the paper's method; null where that is missing
 * @param bestFixed the fixed policy with the best geometric mean; null where none is in all of them
 * @param overBestFixed against that
 * @param overPrediction its time over the predicted one; null where nothing was predicted
 * @param overBound its time over the bound; null where none is known
 */
record Gain(
    String input,
    String batches,
    int cells,
    @Nullable Double overEq6,
    @Nullable String bestFixed,
    @Nullable Double overBestFixed,
    @Nullable Double overPrediction,
    @Nullable Double overBound) {

  /** A fixed policy, and its geometric mean over Isthmus. */
  private record Fixed(String policy, double over) {}

  /** Sums up those cells in which Isthmus was answered. */
  static Gain of(String input, String batches, List<CellSummary> cells) {
    List<CellSummary> answered =
        cells.stream().filter(cell -> cell.of(Policy.ISTHMUS).isPresent()).toList();
    Fixed fixed = bestFixed(answered);
    return new Gain(
        input,
        batches,
        answered.size(),
        mean(answered, cell -> cell.over(Policy.EQ6)),
        fixed == null ? null : fixed.policy(),
        fixed == null ? null : fixed.over(),
        mean(answered, cell -> cell.ofIsthmus(PolicyTime::overPrediction)),
        mean(answered, cell -> cell.ofIsthmus(PolicyTime::overBound)));
  }

  private static @Nullable Fixed bestFixed(List<CellSummary> cells) {
    Stream<String> names =
        cells.stream().flatMap(cell -> cell.policies().stream()).map(PolicyTime::policy);
    return names
        .distinct()
        .filter(Policy::isFixed)
        .filter(name -> cells.stream().allMatch(cell -> cell.of(name).isPresent()))
        .map(name -> new Fixed(name, Objects.requireNonNull(mean(cells, c -> c.over(name)))))
        .min(Comparator.comparingDouble(Fixed::over))
        .orElse(null);
  }

  /** The geometric mean over the cells that have the number; null where none has. */
  static @Nullable Double mean(List<CellSummary> cells, ToDoubleFunction<CellSummary> ratio) {
    List<Double> ratios =
        cells.stream().mapToDouble(ratio).filter(r -> !Double.isNaN(r)).boxed().toList();
    return ratios.isEmpty() ? null : Statistics.geometricMean(ratios);
  }
}

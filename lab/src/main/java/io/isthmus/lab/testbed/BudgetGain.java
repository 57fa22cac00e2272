package io.isthmus.lab.testbed;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Isthmus under an accuracy budget against itself without one, over several situations.
 *
 * @param policy the one with the budget
 * @param input {@code photos}, {@code frames} or {@code private}
 * @param batch images in a request
 * @param cells number of situations
 * @param overExact geometric mean of the exact plans' time over its own
 * @param overRaw the same of plans of raw tensors; null where they were not measured
 * @param worst its time over that of exact plans where that is largest
 * @param worstRate the rate where that is
 */
record BudgetGain(
    String policy,
    String input,
    int batch,
    int cells,
    double overExact,
    @Nullable Double overRaw,
    double worst,
    String worstRate) {

  /** Sums up situations of one input and batch; null where the policy is in none of them. */
  static @Nullable BudgetGain of(String policy, List<CellSummary> cells) {
    List<CellSummary> both =
        cells.stream().filter(cell -> !Double.isNaN(cell.over(policy))).toList();
    if (both.isEmpty()) {
      return null;
    }
    CellSummary first = both.get(0);
    CellSummary worst =
        both.stream().max(Comparator.comparingDouble(cell -> cell.over(policy))).orElseThrow();
    Double over = Objects.requireNonNull(Gain.mean(both, cell -> 1 / cell.over(policy)));
    return new BudgetGain(
        policy,
        first.input(),
        first.batch(),
        both.size(),
        over,
        overRaw(policy, both),
        worst.over(policy),
        worst.rate());
  }

  private static @Nullable Double overRaw(String policy, List<CellSummary> cells) {
    List<CellSummary> with =
        cells.stream().filter(cell -> !Double.isNaN(cell.over(Policy.RAW))).toList();
    return Gain.mean(with, cell -> cell.over(Policy.RAW) / cell.over(policy));
  }
}

package io.isthmus.lab.reproduce;

import io.isthmus.cli.predict.Comparison;
import io.isthmus.cli.predict.Figures;
import io.isthmus.cli.predict.FixedCut;
import io.isthmus.decision.Mode;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What tables say of one comparison, or on average of several. */
final class ComparisonCells {

  static final List<String> HEAD =
      List.of(
          "offload",
          "split",
          "local",
          "cuts",
          "over fixed",
          "over split",
          "over offload",
          "over local");

  private final List<Comparison> comparisons;

  private ComparisonCells(List<Comparison> comparisons) {
    this.comparisons = comparisons;
  }

  static List<String> of(List<Comparison> comparisons) {
    ComparisonCells cells = new ComparisonCells(comparisons);
    return List.of(
        cells.percent(c -> c.share(Mode.OFFLOAD)),
        cells.percent(c -> c.share(Mode.SPLIT)),
        cells.percent(c -> c.share(Mode.LOCAL)),
        cells.used(),
        cells.percent(c -> c.strongest().gain()),
        cells.percent(c -> gain(c, Mode.SPLIT)),
        cells.percent(c -> gain(c, Mode.OFFLOAD)),
        cells.percent(c -> gain(c, Mode.LOCAL)));
  }

  private static double gain(Comparison comparison, Mode mode) {
    return comparison.strongest(mode).map(FixedCut::gain).orElse(Double.NaN);
  }

  private String used() {
    double mean = mean(Comparison::used);
    return String.format(Locale.ROOT, comparisons.size() == 1 ? "%.0f" : "%.1f", mean);
  }

  private String percent(ToDoubleFunction<Comparison> part) {
    double mean = mean(part);
    return Double.isNaN(mean) ? "–" : Figures.percent(mean);
  }

  private double mean(ToDoubleFunction<Comparison> number) {
    return comparisons.stream().mapToDouble(number).average().orElse(Double.NaN);
  }
}

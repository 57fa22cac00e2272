package io.isthmus.lab.testbed;

import io.isthmus.cli.chart.Category;
import io.isthmus.cli.chart.Lines;
import io.isthmus.cli.chart.Palette;
import io.isthmus.cli.chart.Panel;
import io.isthmus.cli.chart.Sheet;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Two pictures of a summary, each with a chart for every input. */
final class SummaryFigures {

  private static final String RATE = "rate (MB/s)";
  private static final double HIGHEST = 6;
  private static final int COLUMNS = 3;

  private SummaryFigures() {}

  /** Writes them; returns the names of their files. */
  static List<String> write(Summary summary, Path folder) throws IOException {
    String overEq6 = summary.id() + "-over-eq6.png";
    String policies = summary.id() + "-policies.png";
    overEq6(summary).writePng(folder.resolve(overEq6));
    policies(summary).writePng(folder.resolve(policies));
    return List.of(overEq6, policies);
  }

  /** How many times as long as Isthmus the paper's method takes: a line for each batch size. */
  private static Sheet overEq6(Summary summary) {
    List<Category> legend = new ArrayList<>();
    List<Integer> batches = summary.batches();
    for (int i = 0; i < batches.size(); i++) {
      legend.add(new Category("batch " + batches.get(i), Palette.cut(i)));
    }
    List<Panel> panels = new ArrayList<>();
    double highest = highest(summary.cells().stream().map(cell -> cell.over(Policy.EQ6)));
    for (String input : summary.inputs()) {
      Lines lines = new Lines(input, RATE, "time of Eq. 6 / isthmus", highest);
      for (int i = 0; i < batches.size(); i++) {
        double[][] points =
            points(summary.cells(input, batches.get(i)), cell -> cell.over(Policy.EQ6));
        lines.add(legend.get(i), points);
      }
      panels.add(new Panel(lines.chart(), List.of()));
    }
    return new Sheet(summary.model() + ": plans against one cut", COLUMNS, panels, legend);
  }

  /** How many times as long as Isthmus each policy takes, at one batch size. */
  private static Sheet policies(Summary summary) {
    int batch = shownBatch(summary.batches());
    List<String> names =
        ReportRows.policies(summary).stream().filter(n -> !n.equals(Policy.ISTHMUS)).toList();
    List<Category> legend = legend(names);
    List<Panel> panels = new ArrayList<>();
    for (String input : summary.inputs()) {
      Lines lines = new Lines(input, RATE, "time / isthmus", HIGHEST);
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        lines.add(legend.get(i), points(summary.cells(input, batch), cell -> cell.over(name)));
      }
      panels.add(new Panel(lines.chart(), List.of()));
    }
    String title = "%s: all policies at batch %d".formatted(summary.model(), batch);
    return new Sheet(title, COLUMNS, panels, legend);
  }

  /** 16, where that is measured; otherwise the largest below, or the smallest of all. */
  static int shownBatch(List<Integer> batches) {
    return batches.stream()
        .filter(batch -> batch <= Summary.LARGE)
        .reduce((smaller, larger) -> larger)
        .orElseGet(() -> batches.get(0));
  }

  private static List<Category> legend(List<String> names) {
    List<Category> legend = new ArrayList<>();
    int cuts = 0;
    for (String name : names) {
      Color color =
          switch (name) {
            case Policy.EQ6 -> Color.BLACK;
            case Policy.LOCAL -> Palette.LOCAL;
            case Policy.OFFLOAD -> Palette.OFFLOAD;
            default -> Palette.cut(cuts++);
          };
      legend.add(new Category(name, color));
    }
    return legend;
  }

  private static double highest(Stream<Double> ratios) {
    double largest = ratios.filter(r -> !r.isNaN()).reduce(1.0, Math::max);
    return Math.min(HIGHEST, 1.1 * largest);
  }

  private static double[][] points(Stream<CellSummary> cells, ToDoubleFunction<CellSummary> y) {
    List<CellSummary> shown = cells.filter(cell -> !Double.isNaN(y.applyAsDouble(cell))).toList();
    return new double[][] {
      shown.stream().mapToDouble(CellSummary::megabytesPerSecond).toArray(),
      shown.stream().mapToDouble(y).toArray()
    };
  }
}

package io.isthmus.lab.reproduce;

import io.isthmus.cli.Markdown;
import io.isthmus.cli.chart.Panel;
import io.isthmus.cli.chart.Sheet;
import io.isthmus.cli.map.MapFigures;
import io.isthmus.cli.predict.Batches;
import io.isthmus.cli.predict.Comparison;
import io.isthmus.cli.predict.FixedCut;
import io.isthmus.cli.predict.State;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** All networks over the paper's plane of states, priced in one way on machines of one speed. */
final class GridStudy {

  private static final int COLUMNS = 4;
  private static final int RATES = 8; // 1, 2, 4 … 128 MB/s

  private final List<Case> cases;
  private final List<Comparison> comparisons;

  GridStudy(List<Case> cases) {
    this.cases = cases;
    comparisons =
        cases.parallelStream()
            .map(c -> Comparison.of(c.predictor(), c.map().states(), List.of()))
            .toList();
  }

  /** Fig. 2 and 3 for all networks. */
  void draw(Path figures) throws IOException {
    List<Panel> best = new ArrayList<>();
    List<Panel> gain = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Case on = cases.get(i);
      FixedCut fixed = comparisons.get(i).strongest();
      best.add(MapFigures.bestCut(on.network(), on.map()));
      gain.add(
          MapFigures.gain(
              "%s over %s".formatted(on.network(), fixed.title()), on.map(), fixed.cut()));
    }
    new Sheet("Best cut: " + title(), COLUMNS, best, List.of())
        .writePng(figures.resolve("best-cut-%s.png".formatted(id())));
    new Sheet("Gain over the best fixed cut: " + title(), COLUMNS, gain, MapFigures.GAIN)
        .writePng(figures.resolve("gain-%s.png".formatted(id())));
  }

  /** Best cuts at powers of two; the pictures are finer. */
  List<BestCutRow> bestCuts() {
    List<DataRate> rates =
        IntStream.range(0, RATES).mapToObj(i -> new DataRate(1e6 * (1 << i))).toList();
    List<BestCutRow> rows = new ArrayList<>();
    for (Case on : cases) {
      Batches batches = Batches.powersUpTo(on.map().batches().largest());
      for (State state : State.all(rates, batches)) {
        rows.add(BestCutRow.of(on, state));
      }
    }
    return rows;
  }

  /** Eq. 7 over every state of the plane. */
  List<GainRow> gains() {
    List<GainRow> rows = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      rows.addAll(GainRow.of(cases.get(i), "grid", comparisons.get(i)));
    }
    return rows;
  }

  void table(Markdown page) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Comparison comparison = comparisons.get(i);
      String fixed = comparison.strongest().title();
      rows.add(joined(cases.get(i).network(), fixed, ComparisonCells.of(List.of(comparison))));
    }
    rows.add(joined("mean", "", ComparisonCells.of(comparisons)));
    page.heading(3, title()).table(joined("network", "best fixed", ComparisonCells.HEAD), rows);
  }

  private static List<String> joined(String network, String fixed, List<String> further) {
    List<String> cells = new ArrayList<>(List.of(network, fixed));
    cells.addAll(further);
    return cells;
  }

  private String title() {
    Case any = cases.get(0);
    return any.variant().title() + ", " + any.speed().title();
  }

  private String id() {
    return cases.get(0).variant().id() + "-" + cases.get(0).speed().id();
  }
}

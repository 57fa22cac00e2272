package io.isthmus.lab.reproduce;

import io.isthmus.cli.Markdown;
import io.isthmus.cli.predict.Batches;
import io.isthmus.cli.predict.Comparison;
import io.isthmus.cli.predict.State;
import io.isthmus.cli.scenario.Scenario;
import io.isthmus.cli.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/** Eq. 7 where the rate goes as it went on a real link. */
final class TraceStudy {

  private static final Batches BATCHES = new Batches(List.of(1, 4, 16, 64));

  private final List<GainRow> rows = new ArrayList<>();
  private final List<List<String>> table = new ArrayList<>();

  /**
   * Adds all networks on one trace whose rates are multiplied by a factor.
   *
   * @param cases one for each network, all of one variant and speed
   */
  void add(Trace trace, int scale, List<Case> cases) {
    Trace scaled = trace.scaled(scale);
    List<Comparison> comparisons = cases.parallelStream().map(on -> compare(on, scaled)).toList();
    for (int i = 0; i < cases.size(); i++) {
      rows.addAll(
          GainRow.of(cases.get(i), "%s ×%d".formatted(trace.name(), scale), comparisons.get(i)));
    }
    List<String> cells =
        new ArrayList<>(List.of(trace.name(), "×" + scale, scaled.mean().toString()));
    cells.addAll(ComparisonCells.of(comparisons));
    table.add(cells);
  }

  private static Comparison compare(Case on, Trace trace) {
    List<State> states = Scenario.states(trace, within(on.map().batches().largest()));
    return Comparison.of(on.predictor(), states, List.of());
  }

  private static Batches within(int largest) {
    return new Batches(BATCHES.sizes().stream().filter(b -> b <= largest).toList());
  }

  /** Every fixed cut of every network on every trace. */
  List<GainRow> gains() {
    return rows;
  }

  void table(Markdown page) {
    List<String> head = new ArrayList<>(List.of("trace", "rates", "mean"));
    head.addAll(ComparisonCells.HEAD);
    page.table(head, table);
  }
}

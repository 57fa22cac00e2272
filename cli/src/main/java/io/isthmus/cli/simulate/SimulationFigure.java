package io.isthmus.cli.simulate;

import io.isthmus.cli.chart.Category;
import io.isthmus.cli.chart.Lines;
import io.isthmus.cli.chart.Palette;
import io.isthmus.cli.chart.Panel;
import io.isthmus.cli.chart.Sheet;
import io.isthmus.cli.simulate.Row.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** How long requests take under each policy, as a multiple of the oracle's time. */
final class SimulationFigure {

  private static final double HIGHEST = 4;

  private SimulationFigure() {}

  /** One chart for each trace. */
  static Sheet draw(String network, List<Row> rows) {
    List<Category> legend =
        List.of(
            new Category("isthmus", Palette.cut(4)),
            new Category("best fixed cut", Palette.cut(1)),
            new Category("offload", Palette.OFFLOAD),
            new Category("local", Palette.LOCAL));
    List<Panel> panels = new ArrayList<>();
    for (String trace : rows.stream().map(Row::trace).distinct().toList()) {
      List<Row> of = rows.stream().filter(row -> row.trace().equals(trace)).toList();
      Lines lines = new Lines(trace, "rate × scale", "time / oracle's time", HIGHEST);
      lines.add(legend.get(3), points(of, Times::localMs));
      if (of.stream().allMatch(row -> row.times().offloadMs() != null)) {
        lines.add(legend.get(2), points(of, t -> Objects.requireNonNull(t.offloadMs())));
      }
      lines.add(legend.get(1), points(of, Times::bestFixedMs));
      lines.add(legend.get(0), points(of, Times::isthmusMs));
      panels.add(new Panel(lines.chart(), List.of()));
    }
    return new Sheet(network + ": policies on measured links", 3, panels, legend);
  }

  private static double[][] points(List<Row> rows, ToDoubleFunction<Times> ms) {
    return new double[][] {
      rows.stream().mapToDouble(Row::scale).toArray(),
      rows.stream()
          .mapToDouble(row -> ms.applyAsDouble(row.times()) / row.times().oracleMs())
          .toArray()
    };
  }
}

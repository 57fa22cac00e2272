package io.isthmus.lab.overload;

import io.isthmus.cli.chart.Category;
import io.isthmus.cli.chart.Lines;
import io.isthmus.cli.chart.Palette;
import io.isthmus.cli.chart.Panel;
import io.isthmus.cli.chart.Sheet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Goodput and times over the load, for each target. */
final class OverloadFigure {

  private static final Category GOODPUT = new Category("goodput", Palette.cut(1));
  private static final Category OFFERED = new Category("offered", Palette.LOCAL);
  private static final Category P99 = new Category("accepted, p99", Palette.cut(4));
  private static final Category P50 = new Category("accepted, median", Palette.OFFLOAD);

  private OverloadFigure() {}

  static Sheet draw(String title, List<LoadRow> rows) {
    List<Panel> panels = new ArrayList<>();
    for (String target : rows.stream().map(LoadRow::target).distinct().toList()) {
      List<LoadRow> of = rows.stream().filter(row -> row.target().equals(target)).toList();
      Lines rates = new Lines(target, "load / capacity", "per second", highest(of, 1.5));
      rates.add(OFFERED, points(of, row -> row.rates().offeredPerS()));
      rates.add(GOODPUT, points(of, row -> row.rates().goodputPerS()));
      panels.add(new Panel(rates.chart(), List.of(OFFERED, GOODPUT)));
      double slowest = of.stream().mapToDouble(row -> row.times().p99Ms()).max().orElse(1);
      Lines times = new Lines(target, "load / capacity", "ms", 1.1 * slowest);
      times.add(P50, points(of, row -> row.times().p50Ms()));
      times.add(P99, points(of, row -> row.times().p99Ms()));
      panels.add(new Panel(times.chart(), List.of(P50, P99)));
    }
    return new Sheet(title, 2, panels, List.of());
  }

  private static double highest(List<LoadRow> rows, double room) {
    return room * rows.stream().mapToDouble(row -> row.rates().goodputPerS()).max().orElse(1);
  }

  private static double[][] points(List<LoadRow> rows, ToDoubleFunction<LoadRow> value) {
    return new double[][] {
      rows.stream().mapToDouble(LoadRow::load).toArray(), rows.stream().mapToDouble(value).toArray()
    };
  }
}

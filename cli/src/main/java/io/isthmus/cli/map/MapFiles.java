package io.isthmus.cli.map;

import io.isthmus.cli.Csv;
import io.isthmus.cli.chart.Category;
import io.isthmus.cli.chart.Panel;
import io.isthmus.cli.chart.Sheet;
import io.isthmus.cli.predict.FixedCut;
import io.isthmus.cli.predict.Predictor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A map as files.
 *
 * @param table one row a state
 * @param bestCut Fig. 2
 * @param gain Fig. 3
 */
record MapFiles(Path table, Path bestCut, Path gain) {

  /** Files in this folder. */
  static MapFiles in(Path folder) {
    return new MapFiles(
        folder.resolve("map.csv"), folder.resolve("best-cut.png"), folder.resolve("gain.png"));
  }

  /** Writes all; {@code fixed} is the cut to compare with. */
  void write(SplitMap map, FixedCut fixed) throws IOException {
    Predictor predictor = map.predictor();
    String name = predictor.network().name();
    Csv.write(
        table,
        MapRow.class,
        map.states().stream().map(state -> MapRow.of(predictor, state, fixed.cut())).toList());
    Panel best = MapFigures.bestCut("best cut", map);
    new Sheet(name, 1, List.of(best), List.of()).writePng(bestCut);
    Panel over = MapFigures.gain("gain over " + fixed.title(), map, fixed.cut());
    boolean candidate = predictor.candidates().contains(fixed.cut());
    List<Category> legend = candidate ? MapFigures.GAIN : MapFigures.GAIN_OR_LOSS;
    new Sheet(name, 1, List.of(over), legend).writePng(gain);
  }

  List<String> names() {
    return List.of(table.toString(), bestCut.toString(), gain.toString());
  }
}

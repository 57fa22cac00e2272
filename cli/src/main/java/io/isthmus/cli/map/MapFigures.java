package io.isthmus.cli.map;

import io.isthmus.cli.chart.Category;
import io.isthmus.cli.chart.Field;
import io.isthmus.cli.chart.HeatMap;
import io.isthmus.cli.chart.Palette;
import io.isthmus.cli.chart.Panel;
import io.isthmus.cli.predict.Gain;
import io.isthmus.cli.predict.Predictor;
import io.isthmus.cli.predict.State;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The paper's figures 2 and 3. */
public final class MapFigures {

  private static final int PARTS = 10;
  private static final List<Category> BANDS = bands();

  /** Legend of the gain over a candidate, which choosing never loses to. */
  public static final List<Category> GAIN = List.copyOf(BANDS.subList(1, BANDS.size()));

  /** Legend of the gain over any cut. */
  public static final List<Category> GAIN_OR_LOSS = List.copyOf(BANDS);

  private MapFigures() {}

  /** Fig. 2: an area for each cut, where it is the best. */
  public static Panel bestCut(String title, SplitMap map) {
    List<Integer> cuts = map.predictor().candidates();
    List<Category> legend = legend(map.predictor());
    Field best =
        (rate, batch) -> cuts.indexOf(map.predictor().best(map.state(rate, batch)).option().cut());
    return new Panel(HeatMap.of(title, map.rateAxis(), map.batchAxis(), best, legend), legend);
  }

  private static List<Category> legend(Predictor predictor) {
    int length = predictor.network().length();
    List<Category> legend = new ArrayList<>();
    int between = 0;
    for (int cut : predictor.candidates()) {
      String unit = predictor.network().cutName(cut);
      legend.add(
          cut == 0
              ? new Category("offload", Palette.OFFLOAD)
              : cut == length
                  ? new Category("local", Palette.LOCAL)
                  : new Category(unit, Palette.cut(between++)));
    }
    return legend;
  }

  /**
   * Fig. 3: the gain over a fixed cut, in bands; its legend is {@link #GAIN} or {@link
   * #GAIN_OR_LOSS}.
   */
  public static Panel gain(String title, SplitMap map, int fixed) {
    Predictor predictor = map.predictor();
    Field band =
        (rate, batch) -> {
          State state = map.state(rate, batch);
          double gain = Gain.in(predictor.best(state), predictor.time(fixed, state));
          return gain < 0 ? 0 : gain == 0 ? 1 : 2 + Math.floor(PARTS * gain);
        };
    return new Panel(HeatMap.of(title, map.rateAxis(), map.batchAxis(), band, BANDS), List.of());
  }

  private static List<Category> bands() {
    List<Category> bands = new ArrayList<>();
    bands.add(new Category("loss", Palette.WORSE));
    bands.add(new Category("none: it is the best cut", Palette.NONE));
    IntStream.range(0, PARTS)
        .mapToObj(i -> new Category(10 * i + "–" + 10 * (i + 1) + " %", Palette.band(i)))
        .forEach(bands::add);
    return bands;
  }
}

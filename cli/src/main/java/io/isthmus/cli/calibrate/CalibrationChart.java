package io.isthmus.cli.calibrate;

import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.cli.chart.Category;
import io.isthmus.cli.chart.Lines;
import io.isthmus.cli.chart.Palette;
import io.isthmus.cli.chart.Panel;
import io.isthmus.cli.chart.Sheet;
import java.util.ArrayList;
import java.util.List;

/** Bytes against changed answers, a line for each cut. */
final class CalibrationChart {

  private static final double HIGHEST_PERCENT = 12;

  private CalibrationChart() {}

  /** The picture. */
  static Sheet of(String name, Calibration calibration) {
    Lines lines =
        new Lines(
            "%d images".formatted(calibration.images()),
            "bytes an image",
            "changed answers (%)",
            HIGHEST_PERCENT);
    List<Category> legend = new ArrayList<>();
    for (CalibratedCut cut : calibration.cuts()) {
      Category category =
          cut.split() == 0
              ? new Category("input", Palette.OFFLOAD)
              : new Category(cut.unit(), Palette.cut(legend.size() - 1));
      legend.add(category);
      lines.add(category, points(cut.options(), calibration.images()));
    }
    return new Sheet(name, 1, List.of(new Panel(lines.chart(), legend)), List.of());
  }

  private static double[][] points(List<CalibratedOption> options, int images) {
    return new double[][] {
      options.stream().mapToDouble(CalibratedOption::bytesMean).toArray(),
      options.stream().mapToDouble(option -> 100.0 * option.changed() / images).toArray()
    };
  }
}

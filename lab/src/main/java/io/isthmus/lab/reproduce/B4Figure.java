package io.isthmus.lab.reproduce;

import io.isthmus.cli.UsageException;
import io.isthmus.cli.chart.Panel;
import io.isthmus.cli.chart.Sheet;
import io.isthmus.cli.map.MapFigures;
import io.isthmus.cli.predict.InputForm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The paper's Fig. 3: EfficientNet-B4 against one cut that stays. */
final class B4Figure {

  private static final List<String> FIXED = List.of("block10", "local", "offload");

  private B4Figure() {}

  static void draw(Measured b4, Speed speed, InputForm.Jpeg photo, Path figures)
      throws IOException, UsageException {
    List<Panel> panels = new ArrayList<>();
    for (Variant variant : List.of(Variant.EQ4, Variant.FRAMES, Variant.JPEG)) {
      Case on = Case.of(b4, variant, speed, photo);
      for (String fixed : FIXED) {
        String title = "over %s: %s".formatted(fixed, variant.title());
        panels.add(MapFigures.gain(title, on.map(), on.predictor().cut(fixed)));
      }
    }
    String title = "Gain of choosing, EfficientNet-B4, " + speed.title();
    new Sheet(title, FIXED.size(), panels, MapFigures.GAIN)
        .writePng(figures.resolve("b4-gain-%s.png".formatted(speed.id())));
  }
}

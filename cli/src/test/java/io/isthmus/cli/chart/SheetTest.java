package io.isthmus.cli.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheetTest {

  private static final LogScale AXIS = new LogScale("rate, MB/s", 1, 16, 4);
  private static final Category LEFT = new Category("left", new Color(0x123456));
  private static final Category RIGHT = new Category("right", new Color(0x654321));

  @TempDir private Path folder = Path.of("");

  @Test
  void everyPointHasTheColourOfItsCategory() {
    BufferedImage image = sheet((x, y) -> x < 4 ? 0 : 1).draw();
    int middle = image.getHeight() / 3;
    assertThat(image.getRGB(image.getWidth() / 4, middle)).isEqualTo(LEFT.color().getRGB());
    assertThat(image.getRGB(image.getWidth() * 3 / 4, middle)).isEqualTo(RIGHT.color().getRGB());
  }

  @Test
  void whereThereIsNoValueThePaperStaysWhite() {
    BufferedImage image = sheet((x, y) -> x < 4 ? Double.NaN : 1).draw();
    assertThat(image.getRGB(image.getWidth() / 4, image.getHeight() / 3))
        .isEqualTo(Color.WHITE.getRGB());
  }

  @Test
  void theLegendShowsACategoryThatTheMapDoesNot() {
    assertThat(colours(sheet((x, y) -> 0).draw())).contains(RIGHT.color().getRGB());
  }

  @Test
  void chartsStandSideBySideAndBelowEachOther() {
    Panel panel = sheet((x, y) -> 0).panels().get(0);
    BufferedImage two = new Sheet("", 2, List.of(panel, panel), List.of()).draw();
    BufferedImage three = new Sheet("", 2, List.of(panel, panel, panel), List.of()).draw();
    assertThat(three.getWidth()).isEqualTo(two.getWidth());
    assertThat(three.getHeight()).isGreaterThan(two.getHeight() * 3 / 2);
  }

  @Test
  void aPngIsWrittenWithItsFolder() throws Exception {
    Path file = folder.resolve("new/map.png");
    sheet((x, y) -> 0).writePng(file);
    assertThat(ImageIO.read(file.toFile()).getWidth()).isPositive();
  }

  private static Sheet sheet(Field field) {
    List<Category> categories = List.of(LEFT, RIGHT);
    return new Sheet(
        "title",
        1,
        List.of(new Panel(HeatMap.of("map", AXIS, AXIS, field, categories), categories)),
        List.of());
  }

  private static Set<Integer> colours(BufferedImage image) {
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        colours.add(image.getRGB(x, y));
      }
    }
    return colours;
  }
}

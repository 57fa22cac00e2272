package io.isthmus.cli.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Charts in rows and columns on one picture.
 *
 * @param title above all
 * @param columns how many charts stand side by side
 * @param panels the charts, row by row
 * @param legend of all charts, at the bottom; empty where each has its own
 */
public record Sheet(String title, int columns, List<Panel> panels, List<Category> legend) {

  private static final int WIDTH_ALONE = 480;
  private static final int WIDTH = 310; // four of them still read well at the width of a page
  private static final int MARGIN = 12;
  private static final int HEADING = 34;

  /** Copies the lists. */
  public Sheet {
    panels = List.copyOf(panels);
    legend = List.copyOf(legend);
  }

  /** Writes the picture; makes the folder. */
  public void writePng(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(draw(), "png", file.toFile());
  }

  /** The picture. */
  BufferedImage draw() {
    Graphics2D measure = graphics(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
    int rowHeight = chartHeight() + legendHeight(measure) + MARGIN;
    int rows = (panels.size() + columns - 1) / columns;
    int bottom = HEADING + rows * rowHeight;
    int width = Math.min(columns, panels.size()) * chartWidth();
    int height = bottom + legend(legend, measure, width).height() + MARGIN;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = graphics(image);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.BLACK);
    graphics.setFont(Fonts.HEADING);
    graphics.drawString(title, MARGIN, HEADING - MARGIN);
    for (int i = 0; i < panels.size(); i++) {
      draw(panels.get(i), graphics, i % columns * chartWidth(), HEADING + i / columns * rowHeight);
    }
    legend(legend, graphics, width).draw(MARGIN, bottom);
    return image;
  }

  private void draw(Panel panel, Graphics2D graphics, int left, int top) {
    panel.chart().draw(graphics, new Rectangle2D.Double(left, top, chartWidth(), chartHeight()));
    legend(panel.legend(), graphics, chartWidth()).draw(left + MARGIN, top + chartHeight());
  }

  private int chartWidth() {
    return columns == 1 ? WIDTH_ALONE : WIDTH;
  }

  private int chartHeight() {
    return chartWidth() * 3 / 4;
  }

  /** Of the highest of the charts' own legends. */
  private int legendHeight(Graphics2D graphics) {
    return panels.stream()
        .mapToInt(panel -> legend(panel.legend(), graphics, chartWidth()).height())
        .max()
        .orElse(0);
  }

  private static Legend legend(List<Category> categories, Graphics2D graphics, int width) {
    return new Legend(categories, graphics, width - 2 * MARGIN);
  }

  private static Graphics2D graphics(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    return graphics;
  }
}

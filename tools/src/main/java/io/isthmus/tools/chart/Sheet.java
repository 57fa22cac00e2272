package io.isthmus.tools.chart;

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

  private static final int WIDTH = 400;
  private static final int HEIGHT = 300;
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
    int width = Math.min(columns, panels.size()) * WIDTH;
    int below = 0;
    for (Panel panel : panels) {
      below = Math.max(below, legend(panel.legend(), measure, WIDTH).height());
    }
    int rows = (panels.size() + columns - 1) / columns;
    int bottom = HEADING + rows * (HEIGHT + below + MARGIN);
    int height = bottom + legend(legend, measure, width).height() + MARGIN;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = graphics(image);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.BLACK);
    graphics.setFont(Fonts.HEADING);
    graphics.drawString(title, MARGIN, HEADING - MARGIN);
    for (int i = 0; i < panels.size(); i++) {
      int left = i % columns * WIDTH;
      int top = HEADING + i / columns * (HEIGHT + below + MARGIN);
      draw(panels.get(i), graphics, left, top);
    }
    legend(legend, graphics, width).draw(MARGIN, bottom);
    return image;
  }

  private static void draw(Panel panel, Graphics2D graphics, int left, int top) {
    panel.chart().draw(graphics, new Rectangle2D.Double(left, top, WIDTH, HEIGHT));
    legend(panel.legend(), graphics, WIDTH).draw(left + MARGIN, top + HEIGHT);
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

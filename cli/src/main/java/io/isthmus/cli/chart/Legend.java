package io.isthmus.cli.chart;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.List;

/** Squares of colour with their names, in lines as wide as there is room. */
final class Legend {

  static final int LINE = 18;

  private static final int SQUARE = 12;
  private static final int GAP = 14;

  private final List<Category> categories;
  private final Graphics2D graphics;
  private final int width;

  Legend(List<Category> categories, Graphics2D graphics, int width) {
    this.categories = categories;
    this.graphics = graphics;
    this.width = width;
  }

  /** How many pixels it is high. */
  int height() {
    return walk(0, 0, false);
  }

  /** Draws it and says how many pixels it is high. */
  int draw(int left, int top) {
    return walk(left, top, true);
  }

  private int walk(int left, int top, boolean draw) {
    graphics.setFont(Fonts.TEXT);
    FontMetrics metrics = graphics.getFontMetrics();
    int x = 0;
    int y = 0;
    for (Category category : categories) {
      int needed = SQUARE + 5 + metrics.stringWidth(category.name()) + GAP;
      if (x > 0 && x + needed - GAP > width) {
        x = 0;
        y += LINE;
      }
      if (draw) {
        item(category, left + x, top + y);
      }
      x += needed;
    }
    return categories.isEmpty() ? 0 : y + LINE;
  }

  private void item(Category category, int x, int y) {
    graphics.setColor(category.color());
    graphics.fillRect(x, y, SQUARE, SQUARE);
    graphics.setColor(Color.GRAY);
    graphics.drawRect(x, y, SQUARE, SQUARE);
    graphics.setColor(Color.BLACK);
    graphics.drawString(category.name(), x + SQUARE + 5, y + SQUARE - 1);
  }
}

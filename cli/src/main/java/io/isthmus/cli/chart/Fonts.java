package io.isthmus.cli.chart;

import java.awt.Font;

/**
 * The letters of all pictures: Java's logical font, which every installation maps to some real one.
 */
final class Fonts {

  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 18);

  private Fonts() {}
}

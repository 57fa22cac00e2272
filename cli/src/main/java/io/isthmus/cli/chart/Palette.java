package io.isthmus.cli.chart;

import java.awt.Color;
import java.util.List;
import java.util.stream.Stream;

/** Colours that people with colour blindness can tell apart, too. */
public final class Palette {

  /** For what runs all on the edge. */
  public static final Color OFFLOAD = color("56b4e9");

  /** For what runs all on the device. */
  public static final Color LOCAL = color("5c5c5c");

  /** For the cuts between, in the chain's order. Okabe and Ito's colours, and two more. */
  private static final List<Color> CUTS =
      Stream.of("e69f00", "009e73", "f0e442", "cc79a7", "d55e00", "0072b2", "a6761d")
          .map(Palette::color)
          .toList();

  /** For a gain below nothing. */
  public static final Color WORSE = color("9ecae1");

  /** For no gain at all. */
  public static final Color NONE = color("ffffff");

  /**
   * From nothing to all in ten steps, each darker than the one before, so that print keeps them.
   */
  private static final List<Color> BANDS =
      Stream.of(
              "fff7bc", "fee391", "fec44f", "fe9929", "ec7014", "cc4c02", "a63603", "7a1f05",
              "4f1003", "260801")
          .map(Palette::color)
          .toList();

  private Palette() {}

  /** The colour of the i-th of several cuts, counted from 0; goes round after the seventh. */
  public static Color cut(int i) {
    return CUTS.get(i % CUTS.size());
  }

  /** The colour of the i-th of ten bands, counted from 0. */
  public static Color band(int i) {
    return BANDS.get(i);
  }

  private static Color color(String rgb) {
    return new Color(Integer.parseInt(rgb, 16));
  }
}

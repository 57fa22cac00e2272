package io.isthmus.image;

/** How a picture of any shape becomes one of the input's shape. */
public sealed interface Fit {

  /**
   * Where an upright picture lies in an input of that size.
   *
   * @param columns of the picture
   * @param rows of the picture
   */
  Placement place(int columns, int rows, int width, int height);

  /**
   * The shorter side becomes so many pixels, and the centre is cut out: torchvision's presets.
   *
   * @param resize pixels that the shorter side becomes
   */
  record Crop(int resize) implements Fit {
    @Override
    public Placement place(int columns, int rows, int width, int height) {
      int shorter = Math.min(columns, rows);
      return new Placement(side(columns, shorter, width), side(rows, shorter, height));
    }

    private Placement.Side side(int pixels, int shorter, int count) {
      long resized = (long) resize * pixels / shorter;
      long first = (long) Math.rint((resized - count) / 2.0);
      return new Placement.Side(pixels, resized, first, count, 0);
    }
  }

  /** Each side becomes what the input has: PIL's {@code Image.resize}. */
  record Stretch() implements Fit {
    @Override
    public Placement place(int columns, int rows, int width, int height) {
      return new Placement(
          new Placement.Side(columns, width, 0, width, 0),
          new Placement.Side(rows, height, 0, height, 0));
    }
  }

  /**
   * All of the picture is in the middle, as large as the input has room for it, and beside it is
   * one colour: PIL's {@code ImageOps.pad}.
   *
   * @param red of the colour, 0 to 255
   * @param green likewise
   * @param blue likewise
   */
  record Letterbox(int red, int green, int blue) implements Fit {
    @Override
    public Placement place(int columns, int rows, int width, int height) {
      double shape = (double) columns / rows;
      double wanted = (double) width / height;
      int across = width;
      int down = height;
      if (shape > wanted) {
        down = atLeastOne((double) rows / columns * width);
      } else if (shape < wanted) {
        across = atLeastOne((double) columns / rows * height);
      }
      return new Placement(middle(columns, across, width), middle(rows, down, height));
    }

    private static int atLeastOne(double pixels) {
      return Math.max(1, (int) Math.rint(pixels));
    }

    private static Placement.Side middle(int pixels, int resized, int room) {
      return new Placement.Side(
          pixels, resized, 0, resized, (int) Math.rint((room - resized) * 0.5));
    }
  }
}

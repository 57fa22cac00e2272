package io.isthmus.image;

/**
 * Where an upright picture lies in the network's input.
 *
 * @param across its columns
 * @param down its rows
 */
public record Placement(Side across, Side down) {

  /**
   * One side of the picture, and the window of it that is in the input.
   *
   * @param pixels of the picture
   * @param resized pixels that all of the picture's side becomes
   * @param first the window's first pixel of these
   * @param count pixels of the window
   * @param at where the window begins in the input
   */
  public record Side(int pixels, long resized, long first, int count, int at) {

    /** The window, counted from the other end of the picture where that is so. */
    AxisWeights weights(boolean flipped, Interpolation filter) {
      long start = flipped ? resized - first - count : first;
      return AxisWeights.of(pixels, resized, start, count, filter);
    }

    /** Whether a picture at a fraction of its size has at least twice the pixels of the input. */
    boolean hasTwice(int fraction) {
      return pixels / fraction >= 2 * resized;
    }

    /** The place in the picture of a place in the input; both in pixels from their edges. */
    double inPicture(double place) {
      return (place - at + first) * pixels / resized;
    }

    /** Whether a pixel of the input is one of the picture. */
    boolean covers(int pixel) {
      return pixel >= at && pixel < at + count;
    }
  }

  /** Whether a picture at a fraction of its size has twice the pixels of the input each way. */
  boolean hasTwice(int fraction) {
    return across.hasTwice(fraction) && down.hasTwice(fraction);
  }
}

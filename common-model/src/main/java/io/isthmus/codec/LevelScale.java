package io.isthmus.codec;

/**
 * How large the levels of a channel are, told apart by factors of the square root of two. A scale
 * of 0 means that all levels are zero.
 */
final class LevelScale {

  /** The largest scale: that of a mean magnitude of 255. */
  static final int MOST = 24;

  /** Kinds of channels: scales, once the last bits of large levels are put aside. */
  static final int KINDS = 15;

  /** Levels of larger scales are coded without their last bits first. */
  private static final int UNSHIFTED = 13;

  private LevelScale() {}

  /** The scale of {@code count} levels whose magnitudes have that sum. */
  static int of(long sum, int count) {
    if (sum == 0) {
      return 0;
    }
    int sixteenths = (int) Math.max(1, 16 * sum / count);
    int octave = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(sixteenths);
    int half = octave == 0 ? 0 : (sixteenths >> (octave - 1)) & 1;
    return 1 + 2 * octave + half;
  }

  /** How many of a level's last bits are coded apart. */
  static int shift(int scale) {
    return scale <= UNSHIFTED ? 0 : (scale - UNSHIFTED + 1) / 2;
  }

  /** The scale of levels without those last bits. */
  static int kind(int scale) {
    return scale - 2 * shift(scale);
  }

  /** About the mean magnitude of the levels of a kind. */
  static double mean(int kind) {
    return StrictMath.pow(2, kind / 2.0 - 4.25);
  }
}

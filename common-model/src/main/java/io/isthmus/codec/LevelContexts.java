package io.isthmus.codec;

/**
 * The contexts of a level: what is known of it from levels that have been coded before. The
 * activity at its place and the channel's scale tell how large it may be, its neighbours which
 * level.
 */
final class LevelContexts {

  /** Classes of the magnitude that is expected. */
  static final int EXPECTED = 16;

  /** Classes of the neighbours' slope. */
  static final int SLOPES = 7;

  /** Neighbours are told apart from -3 to 3. */
  private static final int MOST = 3;

  private static final int VALUES = 2 * MOST + 1;

  /** How many contexts {@link #ofNeighbours} has. */
  static final int NEIGHBOURS = VALUES * VALUES * VALUES;

  /** The first class reaches to this power of two of the square root, in 64ths of a level. */
  private static final int FIRST = 6;

  private static final int UNIT = 64;
  private static final int SLOPE_UNITS = 32;

  private LevelContexts() {}

  /**
   * The class of a magnitude, in 64ths of a level: each is the square root of two times the last.
   */
  static int expected(int magnitude) {
    int octave = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(magnitude | 1);
    int half = octave == 0 ? 0 : (magnitude >> (octave - 1)) & 1;
    return Math.max(0, Math.min(EXPECTED - 1, 2 * octave + half - FIRST));
  }

  /** About the magnitude of a class, in levels. */
  static double magnitude(int expected) {
    return StrictMath.pow(2, (expected + FIRST + 0.5) / 2) / UNIT;
  }

  /**
   * The class of a slope.
   *
   * @param slope a sum of neighbours that counts about four of them
   * @param magnitude what is expected, in 64ths of a level
   */
  static int slope(int slope, int magnitude) {
    int unit = Math.max(magnitude, UNIT / 4);
    int size = Math.abs(slope) * SLOPE_UNITS;
    int steps = size < unit ? 0 : size < 3 * unit ? 1 : size < 7 * unit ? 2 : 3;
    return SLOPES / 2 + (slope < 0 ? -steps : steps);
  }

  /** The context of what is expected and of the slope. */
  static int ofActivity(int expected, int slope) {
    return expected * SLOPES + slope;
  }

  /** The context of the levels left, above and left above. */
  static int ofNeighbours(int w, int n, int nw) {
    return (clip(w) * VALUES + clip(n)) * VALUES + clip(w + n - nw);
  }

  private static int clip(int value) {
    return Math.max(-MOST, Math.min(MOST, value)) + MOST;
  }
}

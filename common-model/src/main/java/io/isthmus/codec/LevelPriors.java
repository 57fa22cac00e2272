package io.isthmus.codec;

/**
 * Distributions of levels where nothing has been learnt: a mixture of a Laplace and a normal one,
 * whose width is the expected magnitude and whose middle lies on the neighbours' side.
 */
final class LevelPriors {

  /** Symbols from 0 are the levels from -7 to 7; the last one stands for all others. */
  static final int MOST = 7;

  private static final double LEAST_WIDTH = 0.15;
  private static final double WIDTH = 1.1;
  private static final double SHIFT = 0.8;

  private static final int[] BOUNDS =
      new int[LevelContexts.EXPECTED * LevelContexts.SLOPES * Distributions.SYMBOLS];

  static {
    for (int expected = 0; expected < LevelContexts.EXPECTED; expected++) {
      for (int slope = 0; slope < LevelContexts.SLOPES; slope++) {
        double magnitude = LevelContexts.magnitude(expected);
        int context = LevelContexts.ofActivity(expected, slope);
        fill(context, magnitude, (slope - LevelContexts.SLOPES / 2) * SHIFT * magnitude);
      }
    }
  }

  private LevelPriors() {}

  /** The bounds of all contexts {@link LevelContexts#ofActivity}, to be learnt on. */
  static int[] bounds() {
    return BOUNDS.clone();
  }

  private static void fill(int context, double magnitude, double middle) {
    double[] shares = new double[Distributions.SYMBOLS];
    double width = Math.max(LEAST_WIDTH, WIDTH * magnitude);
    double sum = 0;
    for (int symbol = 0; symbol <= 2 * MOST; symbol++) {
      double distance = Math.abs(symbol - MOST - middle) / width;
      shares[symbol] = StrictMath.exp(-distance) + StrictMath.exp(-distance * distance / 4);
      sum += shares[symbol];
    }
    shares[2 * MOST + 1] = sum * StrictMath.exp(-(MOST + 1) / magnitude);
    sum += shares[2 * MOST + 1];
    int free = (1 << Distributions.BITS) - Distributions.SYMBOLS * Distributions.LEAST;
    double before = 0;
    for (int symbol = 0; symbol < shares.length; symbol++) {
      BOUNDS[context * Distributions.SYMBOLS + symbol] =
          (int) (before / sum * free) + symbol * Distributions.LEAST;
      before += shares[symbol];
    }
  }
}

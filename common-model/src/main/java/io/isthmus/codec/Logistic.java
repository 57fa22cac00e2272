package io.isthmus.codec;

/**
 * The logistic function and its inverse in integers, by tables. {@link StrictMath} fills them, so
 * that they are equal on every machine: an encoder and a decoder must compute equal probabilities.
 */
final class Logistic {

  /** Bits of a probability for the range coder. */
  static final int BITS = 16;

  /** Logarithms of odds have this limit, in 256ths. */
  private static final int LIMIT = 2047;

  private static final int UNIT = 256;
  private static final int STRETCH_BITS = 12;

  /** The least probability of a bit's values, so that none costs more than 11 bits. */
  private static final int LEAST = 32;

  private static final short[] STRETCH = new short[1 << STRETCH_BITS];
  private static final int[] SQUASH = new int[2 * LIMIT + 1];

  static {
    for (int i = 0; i < STRETCH.length; i++) {
      double p = (i + 0.5) / STRETCH.length;
      STRETCH[i] = (short) clip((int) StrictMath.rint(UNIT * StrictMath.log(p / (1 - p))));
    }
    for (int i = 0; i < SQUASH.length; i++) {
      double odds = StrictMath.exp((double) (i - LIMIT) / UNIT);
      int p = (int) StrictMath.rint((1 << BITS) * odds / (1 + odds));
      SQUASH[i] = bounded(p);
    }
  }

  private Logistic() {}

  /** The logarithm of the odds of a probability of 16 bits, in 256ths: -2047 to 2047. */
  static int stretch(int probability) {
    return STRETCH[probability >>> (BITS - STRETCH_BITS)];
  }

  /** The probability of 16 bits with such a logarithm of the odds; never 0 and never 1. */
  static int squash(int logit) {
    return SQUASH[clip(logit) + LIMIT];
  }

  /** A probability that is neither too small nor too large. */
  static int bounded(int probability) {
    return Math.max(LEAST, Math.min((1 << BITS) - LEAST, probability));
  }

  private static int clip(int logit) {
    return Math.max(-LIMIT, Math.min(LIMIT, logit));
  }
}

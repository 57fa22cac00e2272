package io.isthmus.codec;

/** Probabilities of bits for the range coder, in 65536ths. */
final class Probability {

  static final int BITS = 16;

  static final int HALF = 1 << (BITS - 1);

  /** The least probability of a bit's values, so that none costs more than 11 bits. */
  private static final int LEAST = 32;

  private Probability() {}

  /** A probability that is neither too small nor too large. */
  static int bounded(int probability) {
    return Math.max(LEAST, Math.min((1 << BITS) - LEAST, probability));
  }
}

package io.isthmus.codec;

import java.util.Arrays;

/**
 * Probabilities of bits in contexts, learnt as the bits come. The first bits of a context move its
 * probability fast: by 1/(n + 1.5) after n bits, until n is at its limit.
 *
 * <p>A state has 22 bits of the probability and 10 of the count.
 */
final class AdaptiveBits {

  private static final int COUNT_BITS = 10;
  private static final int COUNT = (1 << COUNT_BITS) - 1;
  private static final int PRECISION = 22;
  private static final int[] RATES = new int[COUNT + 1];

  static {
    for (int n = 0; n <= COUNT; n++) {
      RATES[n] = (1 << 17) / (2 * n + 3);
    }
  }

  private final int[] states;
  private final int limit;

  /**
   * Probabilities of one half.
   *
   * @param contexts how many
   * @param limit bits after which the rate stays: 1 to 1023
   */
  AdaptiveBits(int contexts, int limit) {
    this.states = new int[contexts];
    this.limit = limit;
    Arrays.fill(states, 1 << 31);
  }

  /** The probability of a 1 in a context, in 65536ths. */
  int probability(int context) {
    return states[context] >>> (Integer.SIZE - Probability.BITS);
  }

  /** Learns a bit. */
  void learn(int context, int bit) {
    int state = states[context];
    int count = state & COUNT;
    int p = state >>> COUNT_BITS;
    int target = bit << PRECISION;
    int moved = p + ((((target - p) >> 7) * RATES[count]) >> 9);
    states[context] = (moved << COUNT_BITS) | Math.min(count + 1, limit);
  }

  /** Codes a bit in a context and learns it. */
  int code(RangeCoder coder, int bit, int context) {
    int coded = coder.bit(bit, Probability.bounded(probability(context)));
    learn(context, coded);
    return coded;
  }
}

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
    return states[context] >>> (Integer.SIZE - Logistic.BITS);
  }

  /** Bits that a context has seen, up to the limit. */
  int count(int context) {
    return states[context] & COUNT;
  }

  /** Begins a context with a probability, in 65536ths, unless it has begun. */
  void beginIfNew(int context, int probability) {
    if ((states[context] & COUNT) == 0) {
      states[context] = (probability << (Integer.SIZE - Logistic.BITS)) | 1;
    }
  }

  /** Learns a bit. */
  void learn(int context, int bit) {
    int state = states[context];
    int count = state & COUNT;
    int p = state >>> COUNT_BITS;
    int target = bit << PRECISION;
    int moved = p + (int) (((long) (target - p) * RATES[count]) >> 16);
    states[context] = (moved << COUNT_BITS) | Math.min(count + 1, limit);
  }

  /** Codes a bit in a context and learns it. */
  int code(BitCoder coder, int bit, int context) {
    int coded = coder.code(bit, Logistic.bounded(probability(context)));
    learn(context, coded);
    return coded;
  }
}

package io.isthmus.codec;

/**
 * Distributions of symbols in contexts, learnt as the symbols come. Each is told by its bounds: the
 * probability of all symbols before each one. No symbol's probability ever becomes 0.
 */
final class Distributions {

  /** How many symbols there are. */
  static final int SYMBOLS = 16;

  /** Bits of a bound. */
  static final int BITS = 15;

  /** The probability, in 32768ths, that a symbol nears which never comes. */
  static final int LEAST = 8;

  private static final int WEIGHT_BITS = 4;

  /** Where the bounds move to, for each symbol. */
  private static final int[] TARGETS = new int[SYMBOLS * SYMBOLS];

  static {
    for (int symbol = 0; symbol < SYMBOLS; symbol++) {
      for (int i = 1; i < SYMBOLS; i++) {
        TARGETS[symbol * SYMBOLS + i] =
            i <= symbol ? i * LEAST : (1 << BITS) - (SYMBOLS - i) * LEAST;
      }
    }
  }

  private final int[] bounds;

  /** Distributions that begin with these bounds, 16 for each context. */
  Distributions(int[] bounds) {
    this.bounds = bounds;
  }

  /** Lets a context begin with what is known in a context of others. */
  void begin(int context, Distributions others, int its) {
    System.arraycopy(others.bounds, its * SYMBOLS, bounds, context * SYMBOLS, SYMBOLS);
  }

  /** Learns a symbol: the bounds of its context move by 2^-rate of their way. */
  void learn(int context, int symbol, int rate) {
    int from = context * SYMBOLS;
    int target = symbol * SYMBOLS;
    for (int i = 0; i < SYMBOLS; i++) {
      bounds[from + i] += (TARGETS[target + i] - bounds[from + i]) >> rate;
    }
  }

  /**
   * Mixes the distribution of a context with one of others.
   *
   * @param weight of the other one, in sixteenths
   * @param mixed gets the bounds
   */
  void mix(int context, Distributions others, int its, int weight, int[] mixed) {
    int from = context * SYMBOLS;
    int other = its * SYMBOLS;
    for (int i = 0; i < SYMBOLS; i++) {
      int bound = bounds[from + i];
      mixed[i] = bound + (((others.bounds[other + i] - bound) * weight) >> WEIGHT_BITS);
    }
  }
}

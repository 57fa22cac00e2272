package io.isthmus.codec;

/**
 * Probabilities of decisions where nothing has been learnt: levels of a two-sided geometric
 * distribution, whose mean magnitude the channel's scale tells.
 */
final class LevelPriors {

  private static final int[] PRIORS = new int[LevelScale.KINDS * LevelContexts.DECISIONS];

  static {
    for (int kind = 0; kind < LevelScale.KINDS; kind++) {
      double mean = LevelScale.mean(kind);
      double ratio = (StrictMath.sqrt(1 + mean * mean) - 1) / mean;
      for (int decision = 0; decision < LevelContexts.DECISIONS; decision++) {
        double p =
            switch (decision) {
              case LevelContexts.ZERO -> (1 - ratio) / (1 + ratio);
              case LevelContexts.NEGATIVE -> 0.5;
              default -> ratio;
            };
        PRIORS[kind * LevelContexts.DECISIONS + decision] =
            Logistic.bounded((int) (p * (1 << Logistic.BITS)));
      }
    }
  }

  private LevelPriors() {}

  /** The probability of a yes, in 65536ths. */
  static int of(int kind, int decision) {
    return PRIORS[kind * LevelContexts.DECISIONS + decision];
  }
}

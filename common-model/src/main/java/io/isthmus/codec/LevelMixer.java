package io.isthmus.codec;

/**
 * Codes symbols of levels by the mean of two distributions: the general one of what is expected,
 * which is good from the start, and the special one of the neighbours, which counts more the more
 * it has seen.
 */
final class LevelMixer {

  private static final int RATE = 6;
  private static final int[] SPECIAL_RATES = {4, 5};
  private static final int[] WEIGHTS = {6, 8, 11};
  private static final int FEW = 10;
  private static final int SOME = 32;
  private static final int MANY = 60;

  private final RangeCoder coder;
  private final Distributions general = new Distributions(LevelPriors.bounds());
  private final Distributions special =
      new Distributions(new int[LevelContexts.NEIGHBOURS * Distributions.SYMBOLS]);
  private final byte[] seen = new byte[LevelContexts.NEIGHBOURS];
  private final int[] mixed = new int[Distributions.SYMBOLS];

  LevelMixer(RangeCoder coder) {
    this.coder = coder;
  }

  /** Codes a symbol in a context of each kind, and learns it. */
  int code(int symbol, int activity, int neighbours) {
    int count = seen[neighbours];
    if (count == 0) {
      special.begin(neighbours, general, activity);
    }
    if (count < MANY) {
      seen[neighbours]++;
    }
    int weight = WEIGHTS[count < FEW ? 0 : count < MANY ? 1 : 2];
    general.mix(activity, special, neighbours, weight, mixed);
    int coded = coder.symbol(symbol, mixed);
    general.learn(activity, coded, RATE);
    special.learn(neighbours, coded, SPECIAL_RATES[count < SOME ? 0 : 1]);
    return coded;
  }
}

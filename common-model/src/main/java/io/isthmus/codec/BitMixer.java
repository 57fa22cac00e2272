package io.isthmus.codec;

import java.util.Arrays;

/**
 * Predicts a bit from several contexts at once: their probabilities are added as logarithms of
 * odds, with weights that are learnt bit by bit (logistic mixing). The last model is the coarsest:
 * contexts that have seen no bit begin with its probability.
 */
final class BitMixer {

  /** Number of models. */
  static final int INPUTS = 7;

  private static final int COARSEST = INPUTS - 1;
  private static final int LIMIT = 255;

  /** Weights are in 65536ths; all of them begin with a seventh. */
  private static final int WEIGHT_BITS = 16;

  private static final int MOST_WEIGHT = 15 << WEIGHT_BITS;
  private static final int RATE = 14;
  private static final int RATE_BITS = 20;

  private final AdaptiveBits bits;
  private final int[] weights;
  private final int[] logits = new int[INPUTS];

  /**
   * A mixer.
   *
   * @param contexts of all models
   * @param sets sets of weights
   */
  BitMixer(int contexts, int sets) {
    bits = new AdaptiveBits(contexts, LIMIT);
    weights = new int[sets * INPUTS];
    Arrays.fill(weights, (1 << WEIGHT_BITS) / INPUTS);
  }

  /** How many bits a context has seen, up to 255. */
  int count(int context) {
    return bits.count(context);
  }

  /**
   * Codes a bit.
   *
   * @param bases where the contexts of each model begin for what the bit is about
   * @param decision added to each of them
   * @param set the set of weights to use
   * @param prior the probability of a 1 where nothing has been learnt, in 65536ths
   * @return the bit
   */
  int code(BitCoder coder, int bit, int[] bases, int decision, int set, int prior) {
    int from = set * INPUTS;
    int known = bits.begun(bases[COARSEST] + decision, prior);
    int sum = 0;
    for (int i = 0; i < INPUTS; i++) {
      int logit = Logistic.stretch(bits.begun(bases[i] + decision, known));
      logits[i] = logit;
      sum += (logit * weights[from + i]) >> WEIGHT_BITS;
    }
    int p = Logistic.squash(sum);
    int coded = coder.code(bit, p);
    learn(from, ((coded << Logistic.BITS) - p) * RATE);
    for (int i = 0; i < INPUTS; i++) {
      bits.learn(bases[i] + decision, coded);
    }
    return coded;
  }

  private void learn(int from, int error) {
    for (int i = 0; i < INPUTS; i++) {
      int moved = (logits[i] * error + (1 << (RATE_BITS - 1))) >> RATE_BITS;
      int weight = weights[from + i] + moved;
      weights[from + i] = Math.max(-MOST_WEIGHT, Math.min(MOST_WEIGHT, weight));
    }
  }
}

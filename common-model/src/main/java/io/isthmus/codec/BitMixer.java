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

  private static final int RATE = 14;
  private static final int RATE_BITS = 20;

  private final AdaptiveBits[] models = new AdaptiveBits[INPUTS];
  private final int[] weights;
  private final int[] contexts = new int[INPUTS];
  private final int[] logits = new int[INPUTS];

  /**
   * A mixer.
   *
   * @param sizes contexts of each model
   * @param sets sets of weights
   */
  BitMixer(int[] sizes, int sets) {
    for (int i = 0; i < INPUTS; i++) {
      models[i] = new AdaptiveBits(sizes[i], LIMIT);
    }
    weights = new int[sets * INPUTS];
    Arrays.fill(weights, (1 << WEIGHT_BITS) / INPUTS);
  }

  /** Sets the context of a model for the next bit. */
  void context(int model, int context) {
    contexts[model] = context;
  }

  /** How many bits the context of a model has seen, up to 255. */
  int count(int model) {
    return models[model].count(contexts[model]);
  }

  /**
   * Codes a bit in the contexts that have been set.
   *
   * @param set the set of weights to use
   * @param prior the probability of a 1 where nothing has been learnt, in 65536ths
   * @return the bit
   */
  int code(BitCoder coder, int bit, int set, int prior) {
    models[COARSEST].beginIfNew(contexts[COARSEST], prior);
    int from = set * INPUTS;
    int p = predict(from, models[COARSEST].probability(contexts[COARSEST]));
    int coded = coder.code(bit, p);
    learn(from, coded, (coded << Logistic.BITS) - p);
    return coded;
  }

  private int predict(int from, int known) {
    long sum = 0;
    for (int i = 0; i < INPUTS; i++) {
      AdaptiveBits model = models[i];
      int context = contexts[i];
      model.beginIfNew(context, known);
      int logit = Logistic.stretch(model.probability(context));
      logits[i] = logit;
      sum += (long) logit * weights[from + i];
    }
    return Logistic.squash((int) (sum >> WEIGHT_BITS));
  }

  private void learn(int from, int bit, int error) {
    for (int i = 0; i < INPUTS; i++) {
      int moved = logits[i] * error * RATE;
      weights[from + i] += (moved + (1 << (RATE_BITS - 1))) >> RATE_BITS;
      models[i].learn(contexts[i], bit);
    }
  }
}

package io.isthmus.device.guard;

import java.nio.FloatBuffer;

/** The answer that a row of logits stands for. */
final class TopClass {

  private TopClass() {}

  /** The class with the largest logit of a row, the first one of several: as a calibration does. */
  static int of(FloatBuffer logits, int row, int classes) {
    int first = row * classes;
    int best = 0;
    for (int i = 1; i < classes; i++) {
      best = logits.get(first + i) > logits.get(first + best) ? i : best;
    }
    return best;
  }
}

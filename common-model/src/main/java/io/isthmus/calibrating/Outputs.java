package io.isthmus.calibrating;

import io.isthmus.tensor.Tensor;
import java.nio.FloatBuffer;

/** What a network answered to the images of a batch: the logits, image by image. */
final class Outputs {

  private final float[] values;
  private final int classes;

  /** Copies cut L of a batch. */
  Outputs(Tensor logits) {
    FloatBuffer data = logits.data().asFloatBuffer();
    values = new float[data.remaining()];
    data.get(values);
    classes = values.length / logits.batch();
  }

  /** The class with the largest logit; the first one of several. */
  int top(int image) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      best = at(image, i) > at(image, best) ? i : best;
    }
    return best;
  }

  private float at(int image, int output) {
    return values[image * classes + output];
  }

  /** The mean absolute difference of an image's logits to those of an image of {@code other}. */
  double meanChange(int image, Outputs other, int otherImage) {
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      sum += Math.abs((double) at(image, i) - other.at(otherImage, i));
    }
    return sum / classes;
  }

  /**
   * The squared length of the difference of an image's logits to those of an image of {@code
   * other}, less what is common to all logits, which changes no answer.
   */
  double squaredChange(int image, Outputs other, int otherImage) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < classes; i++) {
      double difference = (double) at(image, i) - other.at(otherImage, i);
      sum += difference;
      squares += difference * difference;
    }
    return Math.max(0, squares - sum * sum / classes);
  }
}

package io.isthmus.calibrating;

import io.isthmus.calibration.Agreement;
import io.isthmus.engine.Activation;
import io.isthmus.network.Network;
import io.isthmus.network.Output;
import io.isthmus.network.OutputKind;
import io.isthmus.tensor.ImageRows;
import java.util.List;

/** What a network answered to the images of a batch. */
final class Outputs {

  private final List<Output> outputs;
  private final List<float[]> images;

  /** Copies cut L of a batch. */
  Outputs(Network network, Activation answer) {
    outputs = network.answers();
    images = ImageRows.perImage(answer.values());
  }

  /** The class with the largest logit, the first one of several; -1 without logits. */
  int top(int image) {
    return outputs.stream()
        .filter(output -> output.kind() == OutputKind.LOGITS)
        .findFirst()
        .map(logits -> Agreement.top(logits, images.get(image)))
        .orElse(-1);
  }

  /** Whether the answer to an image counts as that of {@code exact}. */
  boolean agrees(int image, Outputs exact) {
    return Agreement.same(outputs, exact.images.get(image), images.get(image));
  }

  /**
   * The mean absolute difference of an image's values to those of {@code other}; of candidates for
   * detections that of their scores.
   */
  double meanChange(int image, Outputs other) {
    float[] values = images.get(image);
    float[] others = other.images.get(image);
    double sum = 0;
    int count = 0;
    for (Output output : outputs) {
      boolean detections = output.kind() == OutputKind.DETECTIONS;
      sum +=
          detections
              ? Agreement.change(output, others, values).ofScores()
              : change(output, values, others);
      count += detections ? output.spec().shape().get(0) : output.size();
    }
    return sum / count;
  }

  private static double change(Output output, float[] values, float[] others) {
    double sum = 0;
    for (int i = output.offset(); i < output.offset() + output.size(); i++) {
      sum += Math.abs((double) values[i] - others[i]);
    }
    return sum;
  }

  /**
   * The squared length of the difference of an image's values to those of an image of {@code
   * other}; of logits less what is common to all of them, which changes no answer. Of candidates
   * for detections it is what they have lost.
   */
  double squaredChange(int image, Outputs other, int otherImage) {
    double change = 0;
    for (Output output : outputs) {
      change += squaredChange(output, images.get(image), other.images.get(otherImage));
    }
    return change;
  }

  private static double squaredChange(Output output, float[] values, float[] others) {
    if (output.kind() == OutputKind.DETECTIONS) {
      return Agreement.change(output, others, values).squared();
    }
    double sum = 0;
    double squares = 0;
    for (int i = output.offset(); i < output.offset() + output.size(); i++) {
      double difference = (double) values[i] - others[i];
      sum += difference;
      squares += difference * difference;
    }
    double common = output.kind() == OutputKind.LOGITS ? sum * sum / output.size() : 0;
    return Math.max(0, squares - common);
  }
}

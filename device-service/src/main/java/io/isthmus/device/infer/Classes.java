package io.isthmus.device.infer;

import java.util.ArrayList;
import java.util.List;

/** From logits to named classes. */
public final class Classes {

  /** A class and its probability. */
  public record Ranked(int index, String label, double probability) {}

  private final List<String> labels;

  /** Labels by index; a class without one goes by its index. */
  public Classes(List<String> labels) {
    this.labels = List.copyOf(labels);
  }

  /**
   * The {@code top} most probable classes under the softmax, best first; ties by index. A network
   * with one logit tells one class from its absence: the probability is the sigmoid then, and the
   * other class has what is left to 1. The softmax of one logit would always be 1.
   */
  public List<Ranked> top(float[] logits, int top) {
    if (logits.length == 1) {
      return List.of(new Ranked(0, label(0), 1 / (1 + Math.exp(-logits[0]))));
    }
    int[] best = best(logits, top);
    double max = logits[best[0]];
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    List<Ranked> ranked = new ArrayList<>(best.length);
    for (int i : best) {
      ranked.add(new Ranked(i, label(i), Math.exp(logits[i] - max) / sum));
    }
    return ranked;
  }

  /** The indices of the largest values in order, by insertion: nothing is boxed. */
  private static int[] best(float[] logits, int top) {
    int[] best = new int[Math.min(top, logits.length)];
    int count = 0;
    for (int i = 0; i < logits.length; i++) {
      int at = count;
      while (at > 0 && logits[best[at - 1]] < logits[i]) {
        at--;
      }
      if (at < best.length) {
        System.arraycopy(best, at, best, at + 1, Math.min(count, best.length - 1) - at);
        best[at] = i;
        count = Math.min(count + 1, best.length);
      }
    }
    return best;
  }

  /** How many classes have a name. */
  int count() {
    return labels.size();
  }

  /** The name of a class, or its index where it has none. */
  String label(int index) {
    return index < labels.size() ? labels.get(index) : Integer.toString(index);
  }
}

package io.isthmus.device.infer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** From logits to named classes. */
final class Classes {

  /** A class and its probability. */
  record Ranked(int index, String label, double probability) {}

  private final List<String> labels;

  /** Labels by index; a class without one goes by its index. */
  Classes(List<String> labels) {
    this.labels = List.copyOf(labels);
  }

  /** The {@code top} most probable classes under the softmax, best first; ties by index. */
  List<Ranked> top(float[] logits, int top) {
    Comparator<Integer> worse =
        Comparator.<Integer>comparingDouble(i -> logits[i])
            .thenComparing(Comparator.reverseOrder());
    PriorityQueue<Integer> best = new PriorityQueue<>(top, worse);
    for (int i = 0; i < logits.length; i++) {
      best.add(i);
      if (best.size() > top) {
        best.remove();
      }
    }
    List<Integer> order = new ArrayList<>(best);
    order.sort(worse.reversed());
    double max = logits[order.get(0)];
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    List<Ranked> ranked = new ArrayList<>(order.size());
    for (int i : order) {
      ranked.add(new Ranked(i, label(i), Math.exp(logits[i] - max) / sum));
    }
    return ranked;
  }

  private String label(int index) {
    return index < labels.size() ? labels.get(index) : Integer.toString(index);
  }
}

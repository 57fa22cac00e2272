package io.isthmus.calibration;

import io.isthmus.detection.CandidateChange;
import io.isthmus.network.Output;
import io.isthmus.network.OutputKind;
import java.util.List;

/**
 * What counts as another answer: the promise of a budget is about their share. An answer is another
 * one as soon as one of its outputs is.
 *
 * <ul>
 *   <li>Logits: another class has the largest one.
 *   <li>A mask: more than {@value #PLACES} of the places have another class.
 *   <li>Detections: one of them has none in the other answer to itself that is of its class and
 *       overlaps with its box by {@value #OVERLAP}, or the other way round.
 *   <li>Anything else: the change is longer than {@value #LENGTH} of the exact values, both as
 *       vectors.
 * </ul>
 */
public final class Agreement {

  /** The share of the places of a mask that may have another class. */
  public static final double PLACES = 0.01;

  /** The intersection over union of two boxes that are one. */
  public static final double OVERLAP = 0.9;

  /** How long a change of other values may be, beside the values themselves. */
  public static final double LENGTH = 0.05;

  private Agreement() {}

  /**
   * Whether two answers to an image count as the same.
   *
   * @param outputs where each output is among the values
   * @param exact the values of the uncut network's answer
   * @param other those of the one that is looked at
   */
  public static boolean same(List<Output> outputs, float[] exact, float[] other) {
    for (Output output : outputs) {
      if (!same(output, exact, other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Output output, float[] exact, float[] other) {
    return switch (output.kind()) {
      case LOGITS -> best(output, exact, 0, 1) == best(output, other, 0, 1);
      case MASK -> sameMask(output, exact, other);
      case DETECTIONS -> change(output, exact, other).isNone(OVERLAP);
      case EMBEDDING, TENSOR -> near(output, exact, other);
    };
  }

  /** How far apart the candidates of two answers are. */
  public static CandidateChange change(Output detections, float[] exact, float[] other) {
    return new CandidateChange(detections.candidates(exact), detections.candidates(other));
  }

  private static boolean sameMask(Output output, float[] exact, float[] other) {
    int places = output.size() / output.classes();
    int changed = 0;
    for (int place = 0; place < places; place++) {
      boolean same = best(output, exact, place, places) == best(output, other, place, places);
      changed += same ? 0 : 1;
    }
    return changed <= PLACES * places;
  }

  private static boolean near(Output output, float[] exact, float[] other) {
    double values = 0;
    double change = 0;
    for (int i = output.offset(); i < output.offset() + output.size(); i++) {
      double difference = (double) other[i] - exact[i];
      values += (double) exact[i] * exact[i];
      change += difference * difference;
    }
    return change <= LENGTH * LENGTH * values;
  }

  /**
   * The class of an image: that of the largest logit, the first one of several.
   *
   * @param logits an output of {@link OutputKind#LOGITS}
   * @param values of the whole answer
   */
  public static int top(Output logits, float[] values) {
    return best(logits, values, 0, 1);
  }

  /**
   * The classes of a mask, place by place.
   *
   * @param mask an output of {@link OutputKind#MASK}
   * @param values of the whole answer
   */
  public static int[] classes(Output mask, float[] values) {
    int places = mask.size() / mask.classes();
    int[] classes = new int[places];
    for (int place = 0; place < places; place++) {
      classes[place] = best(mask, values, place, places);
    }
    return classes;
  }

  /** The class with the largest value at a place, of values that lie {@code stride} apart. */
  private static int best(Output output, float[] values, int place, int stride) {
    int first = output.offset() + place;
    int best = 0;
    for (int i = 1; i < output.classes(); i++) {
      best = values[first + i * stride] > values[first + best * stride] ? i : best;
    }
    return best;
  }
}

package io.isthmus.network;

import io.isthmus.detection.Candidates;
import io.isthmus.detection.DetectionRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An output of a network, and its place among the values that answer an image: those of one output
 * follow those of another.
 *
 * @param name what it is called in the package, on the wire and in answers
 * @param spec type and shape for one image
 * @param kind what it means
 * @param offset number of values of the outputs before it
 * @param rule which candidates are detections; null of every other kind
 */
public record Output(
    String name, TensorSpec spec, OutputKind kind, int offset, @Nullable DetectionRule rule) {

  /** One that gives no candidates for detections. */
  public Output(String name, TensorSpec spec, OutputKind kind, int offset) {
    this(name, spec, kind, offset, null);
  }

  /** Number of its values for one image. */
  public int size() {
    return (int) spec.elements();
  }

  /** Of logits, masks and detections, the number of classes. */
  public int classes() {
    return rule == null ? spec.shape().get(0) : rule.classes();
  }

  /**
   * The candidates of an image.
   *
   * @param values of its whole answer
   */
  public Candidates candidates(float[] values) {
    DetectionRule given = Objects.requireNonNull(rule, "this output gives no candidates");
    return new Candidates(values, offset, spec.shape().get(0), given);
  }
}

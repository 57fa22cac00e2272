package io.isthmus.network;

/**
 * An output of a network, and its place among the values that answer an image: those of one output
 * follow those of another.
 *
 * @param name what it is called in the package, on the wire and in answers
 * @param spec type and shape for one image
 * @param kind what it means
 * @param offset number of values of the outputs before it
 */
public record Output(String name, TensorSpec spec, OutputKind kind, int offset) {

  /** Number of its values for one image. */
  public int size() {
    return (int) spec.elements();
  }

  /** Of logits and masks, the number of classes: the first dimension. */
  public int classes() {
    return spec.shape().get(0);
  }
}

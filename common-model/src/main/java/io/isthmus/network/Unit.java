package io.isthmus.network;

/**
 * One unit f_l of the chain: the stem, a residual block, the head …
 *
 * @param index l, from 1 to L
 * @param name the name that a cut after this unit goes by, such as {@code block10}
 * @param output the tensors of h_l: all that are alive after the unit
 * @param parameters number of trained parameters
 */
public record Unit(int index, String name, CutTensors output, long parameters) {

  /** A unit with one output, which is called {@value Network#ACTIVATION} on the wire. */
  public Unit(int index, String name, TensorSpec output, long parameters) {
    this(index, name, CutTensors.of(Network.ACTIVATION, output), parameters);
  }
}

package io.isthmus.network;

/**
 * One unit f_l of the chain: the stem, a residual block, the head …
 *
 * @param index l, from 1 to L
 * @param name the name that a cut after this unit goes by, such as {@code block10}
 * @param output type and shape of h_l for one image
 * @param parameters number of trained parameters
 */
public record Unit(int index, String name, TensorSpec output, long parameters) {}

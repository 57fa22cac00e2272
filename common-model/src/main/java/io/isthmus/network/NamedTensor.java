package io.isthmus.network;

/**
 * A tensor at a cut.
 *
 * @param name what it is called in the package and on the wire
 * @param spec type and shape of one image's part
 */
public record NamedTensor(String name, TensorSpec spec) {}

package io.isthmus.codec;

import io.isthmus.network.TensorSpec;

/**
 * A tensor of one image as planes: its first dimension counts channels, its last one columns, and
 * all between are rows.
 *
 * @param channels number of planes
 * @param height rows of a plane
 * @param width columns of a plane
 */
record TensorPlanes(int channels, int height, int width) {

  static TensorPlanes of(TensorSpec spec) {
    int rank = spec.shape().size();
    int channels = rank == 0 ? 1 : spec.shape().get(0);
    int width = rank < 2 ? 1 : spec.shape().get(rank - 1);
    return new TensorPlanes(channels, (int) (spec.elements() / channels / width), width);
  }

  /** Elements of a plane. */
  int size() {
    return height * width;
  }

  /** Elements of an image. */
  int elements() {
    return channels * size();
  }
}

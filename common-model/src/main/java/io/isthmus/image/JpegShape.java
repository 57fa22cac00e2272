package io.isthmus.image;

import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;

/**
 * An image of a tensor as a picture.
 *
 * @param channels 1, grey, or 3: red, green, blue
 * @param height rows
 * @param width columns
 */
record JpegShape(int channels, int height, int width) {

  private static final int BLOCK = 8;
  private static final int LONGEST_SIDE = 65500; // libjpeg's

  /** Throws IllegalArgumentException for a tensor that is no U8 [1,H,W] or [3,H,W]. */
  static JpegShape of(TensorSpec spec) {
    if (!isPicture(spec)) {
      throw new IllegalArgumentException("jpeg has no codec for tensors of " + spec);
    }
    return new JpegShape(spec.shape().get(0), spec.shape().get(1), spec.shape().get(2));
  }

  private static boolean isPicture(TensorSpec spec) {
    return spec.dtype() == DType.U8
        && spec.shape().size() == 3
        && (spec.shape().get(0) == 1 || spec.shape().get(0) == 3)
        && Math.max(spec.shape().get(1), spec.shape().get(2)) <= LONGEST_SIDE;
  }

  /** Pixels of a channel. */
  int pixels() {
    return height * width;
  }

  /** Bytes of all channels. */
  int bytes() {
    return channels * pixels();
  }

  /** How many blocks a channel has; the scan tells those of all channels, block after block. */
  int blocks() {
    return ((height + BLOCK - 1) / BLOCK) * ((width + BLOCK - 1) / BLOCK);
  }
}

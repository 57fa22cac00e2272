package io.isthmus.network;

import java.util.List;

/**
 * Type and shape of the tensor of one image, without the batch dimension.
 *
 * @param dtype type of the elements
 * @param shape sizes of the dimensions, outermost first; for pixels and feature maps [C,H,W]
 */
public record TensorSpec(DType dtype, List<Integer> shape) {

  /** Copies the shape. Throws IllegalArgumentException if it has a size below 1 or overflows. */
  public TensorSpec {
    shape = List.copyOf(shape);
    long elements = 1;
    for (int size : shape) {
      if (size < 1) {
        throw new IllegalArgumentException("every dimension must be at least 1: " + shape);
      }
      elements = Math.multiplyExact(elements, (long) size);
      if (elements * dtype.bytes() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("a tensor of 2 GiB or more an image: " + shape);
      }
    }
  }

  /** Number of elements of one image, |h|. */
  public long elements() {
    long elements = 1;
    for (int size : shape) {
      elements *= size;
    }
    return elements;
  }

  /** Bytes of the raw data of a batch. */
  public long bytes(int batch) {
    return batch * elements() * dtype.bytes();
  }

  /** The shape of a batch: [B] followed by the shape of one image. */
  public long[] batchShape(int batch) {
    long[] full = new long[shape.size() + 1];
    full[0] = batch;
    for (int i = 0; i < shape.size(); i++) {
      full[i + 1] = shape.get(i);
    }
    return full;
  }
}

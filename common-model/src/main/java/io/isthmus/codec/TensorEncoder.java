package io.isthmus.codec;

import io.isthmus.encoding.Encoding;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;

/** Writes batches of one tensor in one encoding. Stateless: many threads may share one. */
public interface TensorEncoder {

  /** The encoding. */
  Encoding encoding();

  /**
   * The payload of a batch: all that {@link TensorDecoder} needs besides shape and type.
   *
   * @param tensor the values; its buffer is left as it was
   * @return a heap buffer, ready to be read
   */
  ByteBuffer encode(Tensor tensor);
}

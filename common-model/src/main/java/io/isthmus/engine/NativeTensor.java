package io.isthmus.engine;

import io.isthmus.network.DType;
import java.nio.ByteBuffer;

/** A tensor in native memory of an engine. It is no longer usable once its memory is closed. */
public interface NativeTensor {

  /**
   * The elements in row-major order and in native byte order: a view of native memory, valid until
   * that is closed. Writing to it changes the tensor only where the engine keeps the tensor in
   * row-major order and in main memory, as it does with every tensor that was allocated; otherwise
   * the view is a copy.
   */
  ByteBuffer buffer();

  /**
   * Requires a type and a shape.
   *
   * @param name what the message calls the tensor
   * @throws IllegalStateException if the tensor has another type or shape
   */
  void require(String name, DType dtype, long[] shape);

  /** Whether it is dense and in known memory, so that {@link #buffer()} can show all of it. */
  boolean isPlain();

  /** Frees the tensor before the rest of its memory. */
  void release();
}

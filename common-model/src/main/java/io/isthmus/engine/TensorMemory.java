package io.isthmus.engine;

import io.isthmus.network.DType;

/**
 * Native memory for the tensors of one request. Not thread-safe, but may be handed from thread to
 * thread.
 */
public interface TensorMemory extends AutoCloseable {

  /**
   * Allocates a tensor of any content in main memory, whatever computes with it.
   *
   * @param shape sizes of all dimensions, outermost first
   * @throws BackendException if there is not enough memory
   */
  NativeTensor allocate(DType dtype, long... shape);

  /**
   * A view of some rows of the outermost dimension. What is computed from the view belongs to this
   * memory.
   *
   * @param from a tensor of any memory of the same engine, which has to stay open
   * @param first the first row
   * @param count number of rows
   */
  NativeTensor rows(NativeTensor from, int first, int count);

  /** Frees every tensor that was made in it; closing it again does nothing. */
  @Override
  void close();
}

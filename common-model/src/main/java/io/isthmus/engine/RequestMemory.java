package io.isthmus.engine;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.isthmus.tensor.DType;
import io.isthmus.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The native memory of one request. The garbage collector frees none of it: whoever opens one
 * closes it, after the last computation on it has ended. Not thread-safe, but may be handed from
 * thread to thread.
 */
public final class RequestMemory implements AutoCloseable {

  private final PtNDManager manager;
  private final AtomicInteger open;
  private boolean closed;

  /** A new one, which counts in {@code open} until it is closed. */
  RequestMemory(PtNDManager manager, AtomicInteger open) {
    this.manager = manager;
    this.open = open;
    open.incrementAndGet();
  }

  /** That many bytes, at least 1, of any content; no longer to be touched once this is closed. */
  public ByteBuffer bytes(int size) {
    return allocate(DType.U8, new Shape(size)).toByteBuffer(true);
  }

  /** Bytes of which nobody knows yet how many will come, but no more than {@code most}. */
  public GrowingBytes growing(int most) {
    return new GrowingBytes(this, most);
  }

  PtNDArray allocate(TensorSpec spec, int batch) {
    return allocate(spec.dtype(), new Shape(spec.batchShape(batch)));
  }

  PtNDArray allocate(DType dtype, Shape shape) {
    return manager.create(shape, dataType(dtype));
  }

  PtNDManager manager() {
    return manager;
  }

  static DataType dataType(DType dtype) {
    return switch (dtype) {
      case U8 -> DataType.UINT8;
      case F32 -> DataType.FLOAT32;
    };
  }

  /** Frees everything that was made in it. */
  @Override
  public void close() {
    manager.close();
    if (!closed) {
      closed = true;
      open.decrementAndGet();
    }
  }
}

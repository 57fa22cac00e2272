package io.isthmus.engine;

import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The native memory of one request. The garbage collector frees none of it: whoever opens one
 * closes it, after the last computation on it has ended. Not thread-safe, but may be handed from
 * thread to thread.
 */
public final class RequestMemory implements AutoCloseable {

  private final TensorMemory tensors;
  private final AtomicInteger open;
  private boolean closed;

  /** A new one, which counts in {@code open} until it is closed. */
  RequestMemory(TensorMemory tensors, AtomicInteger open) {
    this.tensors = tensors;
    this.open = open;
    open.incrementAndGet();
  }

  /** That many bytes, at least 1, of any content; no longer to be touched once this is closed. */
  public ByteBuffer bytes(int size) {
    return allocate(DType.U8, size).buffer();
  }

  /** Bytes of which nobody knows yet how many will come, but no more than {@code most}. */
  public NativeByteBuffer growing(int most) {
    return new NativeByteBuffer(this, most);
  }

  NativeTensor allocate(TensorSpec spec, int batch) {
    return allocate(spec.dtype(), spec.batchShape(batch));
  }

  NativeTensor allocate(DType dtype, long... shape) {
    return tensors.allocate(dtype, shape);
  }

  NativeTensor rows(NativeTensor from, int first, int count) {
    return tensors.rows(from, first, count);
  }

  /** Frees everything that was made in it. */
  @Override
  public void close() {
    tensors.close();
    if (!closed) {
      closed = true;
      open.decrementAndGet();
    }
  }
}

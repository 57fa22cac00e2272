package io.isthmus.engine.onnx;

import io.isthmus.engine.BackendException;
import io.isthmus.library.JavaCpp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory of the C library, as libtorch's tensors are: neither cleared nor seen by the garbage
 * collector. Not thread-safe.
 */
final class NativeBlock {

  /** Bytes of a line of the cache and of the widest vector. */
  private static final int ALIGNMENT = 64;

  private static final long LARGEST = Integer.MAX_VALUE - ALIGNMENT;

  static {
    JavaCpp.prepare();
  }

  private final Pointer pointer;
  private final ByteBuffer bytes;
  private boolean freed;

  private NativeBlock(Pointer pointer, ByteBuffer bytes) {
    this.pointer = pointer;
    this.bytes = bytes;
  }

  /**
   * Allocates bytes of any content.
   *
   * @param size at least 1
   * @throws BackendException if there is not enough memory, or they are 2 GiB or more
   */
  static NativeBlock allocate(long size) {
    Pointer pointer = size > LARGEST ? null : Pointer.malloc(size + ALIGNMENT);
    if (pointer == null) {
      throw new BackendException("there is no memory for %d bytes".formatted(size));
    }
    ByteBuffer all = new BytePointer(pointer).capacity(size + ALIGNMENT).asByteBuffer();
    int before = (ALIGNMENT - all.alignmentOffset(0, ALIGNMENT)) % ALIGNMENT;
    return new NativeBlock(pointer, all.slice(before, (int) size));
  }

  /** Gives the system back what lies free between the memory in use. */
  static void trim() {
    Pointer.trimMemory();
  }

  /** All of it, in native order; throws IllegalStateException once it is freed. */
  ByteBuffer bytes() {
    if (freed) {
      throw new IllegalStateException("this memory is closed");
    }
    return bytes.duplicate().order(ByteOrder.nativeOrder());
  }

  /** Frees it, once. */
  void free() {
    if (!freed) {
      freed = true;
      Pointer.free(pointer);
    }
  }
}

package io.isthmus.engine;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import io.isthmus.tensor.DType;
import java.nio.ByteBuffer;

/**
 * Native bytes of a request whose number is not known before they have all come. Room for them
 * doubles as they come, so that announcing much costs nothing. Not thread-safe.
 */
public final class GrowingBytes {

  private static final int FIRST = 64 * 1024;

  private final RequestMemory memory;
  private final int most;
  private PtNDArray array;
  private ByteBuffer bytes;

  /**
   * Room for a first piece.
   *
   * @param most how many bytes there can be at most, at least 1
   */
  GrowingBytes(RequestMemory memory, int most) {
    this.memory = memory;
    this.most = most;
    this.array = allocate(Math.min(FIRST, most));
    this.bytes = array.toByteBuffer(true);
  }

  private PtNDArray allocate(int size) {
    return memory.allocate(DType.U8, new Shape(size));
  }

  /**
   * Adds the first {@code n} bytes of a piece.
   *
   * @throws IllegalStateException if there are more than there can be
   */
  public void add(byte[] piece, int n) {
    if (n > bytes.remaining()) {
      grow(n);
    }
    bytes.put(piece, 0, n);
  }

  private void grow(int n) {
    if (n > most - size()) {
      throw new IllegalStateException("more than " + most + " bytes");
    }
    long wanted = Math.max(2L * bytes.capacity(), (long) size() + n);
    PtNDArray larger = allocate((int) Math.min(most, wanted));
    bytes = larger.toByteBuffer(true).put(bytes.flip());
    array.close();
    array = larger;
  }

  /** How many there are so far. */
  public int size() {
    return bytes.position();
  }

  /** Some of them, where they lie: no longer to be touched once more are added. */
  public ByteBuffer slice(int offset, int length) {
    return bytes.slice(offset, length);
  }
}

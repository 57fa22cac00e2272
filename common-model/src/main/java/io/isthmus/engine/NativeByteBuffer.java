package io.isthmus.engine;

import io.isthmus.network.DType;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Native bytes of a request whose number is not known before they have all come, in one piece or in
 * several. Room for them doubles as they come, so that announcing much costs nothing. Not
 * thread-safe.
 */
public final class NativeByteBuffer extends OutputStream {

  private static final int FIRST = 64 * 1024;

  private final RequestMemory memory;
  private final int most;
  private final List<Integer> ends = new ArrayList<>();
  private NativeTensor tensor;
  private ByteBuffer bytes;

  /**
   * Room for a beginning.
   *
   * @param most how many bytes there can be at most, at least 1
   */
  NativeByteBuffer(RequestMemory memory, int most) {
    this.memory = memory;
    this.most = most;
    this.tensor = memory.allocate(DType.U8, Math.min(FIRST, most));
    this.bytes = tensor.buffer();
  }

  /** Adds a byte; throws IllegalStateException if there are more than there can be. */
  @Override
  public void write(int b) {
    if (!bytes.hasRemaining()) {
      grow(1);
    }
    bytes.put((byte) b);
  }

  /** Adds bytes; throws IllegalStateException if there are more than there can be. */
  @Override
  public void write(byte[] more, int offset, int length) {
    if (length > bytes.remaining()) {
      grow(length);
    }
    bytes.put(more, offset, length);
  }

  private void grow(int n) {
    if (n > most - size()) {
      throw new IllegalStateException("more than " + most + " bytes");
    }
    long wanted = Math.max(2L * bytes.capacity(), (long) size() + n);
    NativeTensor larger = memory.allocate(DType.U8, Math.min(most, wanted));
    bytes = larger.buffer().put(bytes.flip());
    tensor.release();
    tensor = larger;
  }

  /** How many there are so far. */
  public int size() {
    return bytes.position();
  }

  /** Ends a piece: what comes from now on belongs to the next. */
  public void endPiece() {
    ends.add(size());
  }

  /** How many pieces have ended. */
  public int pieceCount() {
    return ends.size();
  }

  /** The pieces that have ended, where they lie: not to be touched once more bytes are added. */
  public List<ByteBuffer> pieces() {
    List<ByteBuffer> pieces = new ArrayList<>(ends.size());
    int start = 0;
    for (int end : ends) {
      pieces.add(bytes.slice(start, end - start));
      start = end;
    }
    return pieces;
  }
}

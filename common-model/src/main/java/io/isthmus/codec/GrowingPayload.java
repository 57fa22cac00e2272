package io.isthmus.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes of a payload while it is being written. */
final class GrowingPayload {

  private byte[] bytes;
  private int length;

  GrowingPayload(int capacity) {
    bytes = new byte[capacity];
  }

  /** Makes room for that many more bytes behind {@link #length}. */
  byte[] withRoom(int more) {
    if (bytes.length - length < more) {
      long doubled = Math.min(2L * bytes.length, Integer.MAX_VALUE - 8L);
      bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, Math.addExact(length, more)));
    }
    return bytes;
  }

  int length() {
    return length;
  }

  /** Counts bytes that have been written behind {@link #length}. */
  void advance(int written) {
    length += written;
  }

  ByteBuffer toBuffer() {
    return ByteBuffer.wrap(bytes, 0, length).slice();
  }
}

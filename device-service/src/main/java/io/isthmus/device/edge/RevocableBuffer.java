package io.isthmus.device.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Native memory that a body is streamed from. It may be freed while a thread still hangs in writing
 * to a dead link: so every look at it holds a lock, and there is none after {@link #end()}.
 */
final class RevocableBuffer {

  private boolean ended;

  /**
   * Copies the next bytes of the memory, as many as the chunk has room for; returns how many, 0 at
   * the end.
   *
   * @throws IOException if the loan has ended
   */
  synchronized int copyNext(ByteBuffer data, byte[] chunk) throws IOException {
    if (ended) {
      throw new IOException("the exchange was given up");
    }
    int n = Math.min(chunk.length, data.remaining());
    data.get(chunk, 0, n);
    return n;
  }

  /** The same of some pieces of the memory, one after another. */
  synchronized int copyNext(List<ByteBuffer> pieces, byte[] chunk) throws IOException {
    for (ByteBuffer piece : pieces) {
      if (piece.hasRemaining()) {
        return copyNext(piece, chunk);
      }
    }
    return 0;
  }

  /** After this has returned the memory is no longer touched. */
  synchronized void end() {
    ended = true;
  }
}

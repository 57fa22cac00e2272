package io.isthmus.engine.onnx;

import io.isthmus.engine.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A file of a package in native memory: the heap is small, and weights are not. */
final class GraphFile implements AutoCloseable {

  private static final int PIECE = 1 << 16;

  private NativeBlock block = NativeBlock.allocate(PIECE);
  private int size;

  private GraphFile() {}

  /**
   * Reads all of it.
   *
   * @throws BackendException if there is not enough memory, or it has 2 GiB or more
   */
  static GraphFile read(InputStream in) throws IOException {
    GraphFile file = new GraphFile();
    try {
      byte[] piece = new byte[PIECE];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        file.add(piece, n);
      }
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void add(byte[] piece, int n) {
    if (n > block.bytes().capacity() - size) {
      NativeBlock larger = NativeBlock.allocate(2L * block.bytes().capacity());
      larger.bytes().put(bytes());
      block.free();
      block = larger;
    }
    block.bytes().put(size, piece, 0, n);
    size += n;
  }

  /** What was read. */
  ByteBuffer bytes() {
    return block.bytes().slice(0, size);
  }

  @Override
  public void close() {
    block.free();
  }
}

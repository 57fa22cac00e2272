package io.isthmus.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Finds a chunk of a file that consists of chunks, each with its length and a type of 4 bytes. */
final class Chunk {

  private static final int PNG_START = 8;
  private static final int RIFF_START = 12;
  private static final int HEAD = 8;

  private Chunk() {}

  /** The data of a PNG's first chunk of a type; null if there is none, or it is not whole. */
  static @Nullable ByteBuffer find(ByteBuffer png, int type) {
    ByteBuffer in = png.slice();
    long at = PNG_START;
    while (at + HEAD <= in.limit()) {
      int length = in.getInt((int) at);
      if (length < 0 || at + HEAD + length > in.limit()) {
        return null;
      }
      if (in.getInt((int) at + 4) == type) {
        return in.slice((int) at + HEAD, length);
      }
      at += HEAD + (long) length + 4; // the checksum
    }
    return null;
  }

  /** The data of a RIFF file's first chunk of a type; null if there is none, or it is not whole. */
  static @Nullable ByteBuffer findInRiff(ByteBuffer riff, int type) {
    ByteBuffer in = riff.slice();
    long at = RIFF_START;
    while (at + HEAD <= in.limit()) {
      int found = in.order(ByteOrder.BIG_ENDIAN).getInt((int) at);
      long length = in.order(ByteOrder.LITTLE_ENDIAN).getInt((int) at + 4) & 0xffffffffL;
      if (at + HEAD + length > in.limit()) {
        return null;
      }
      if (found == type) {
        return in.slice((int) at + HEAD, (int) length);
      }
      at += HEAD + length + (length & 1);
    }
    return null;
  }
}

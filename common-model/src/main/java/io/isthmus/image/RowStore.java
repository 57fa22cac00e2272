package io.isthmus.image;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/** A whole picture in native memory, for files that do not come row by row. */
final class RowStore {

  private static final int PIXEL = 3;

  private final int width;
  private final int height;
  private final ByteBuffer bytes;

  /** Room for {@link #bytes} bytes. */
  RowStore(int width, int height, IntFunction<ByteBuffer> memory) {
    this.width = width;
    this.height = height;
    this.bytes = memory.apply((int) bytes(width, height));
  }

  /** The bytes that a picture takes. */
  static long bytes(int width, int height) {
    return (long) PIXEL * width * height;
  }

  void set(int x, int y, int rgb) {
    int at = PIXEL * (y * width + x);
    bytes.put(at, (byte) (rgb >>> 24));
    bytes.put(at + 1, (byte) (rgb >>> 16));
    bytes.put(at + 2, (byte) (rgb >>> 8));
  }

  /** Gives all rows, from the top. */
  void replay(RowSink sink) {
    int[] rgb = new int[width];
    byte[] line = new byte[PIXEL * width];
    for (int y = 0; y < height; y++) {
      bytes.get(y * line.length, line);
      for (int x = 0; x < width; x++) {
        int at = PIXEL * x;
        rgb[x] = (line[at] & 255) << 24 | (line[at + 1] & 255) << 16 | (line[at + 2] & 255) << 8;
      }
      sink.row(y, rgb);
    }
  }
}

package io.isthmus.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The chunks that a PNG consists of. The JDK's decoder believes every length, looks at no checksum
 * and does not mind a missing end.
 */
final class PngFrame {

  /** Bytes of a chunk beside its data: length, type and checksum. */
  private static final int AROUND = 12;

  private static final int SIGNATURE = 8;
  private static final int TYPE = 4;
  private static final int IEND = 0x49454e44;

  private PngFrame() {}

  /** Whether every chunk up to the last is whole and has the checksum that it claims. */
  static boolean isIntact(ByteBuffer png) {
    ByteBuffer in = png.slice().position(SIGNATURE);
    CRC32 crc = new CRC32();
    while (in.remaining() >= AROUND) {
      int length = in.getInt();
      if (length < 0 || length > in.remaining() - (AROUND - Integer.BYTES)) {
        return false;
      }
      int start = in.position();
      crc.reset();
      crc.update(in.slice(start, TYPE + length));
      int claimed = in.getInt(start + TYPE + length);
      if ((int) crc.getValue() != claimed) {
        return false;
      }
      if (in.getInt(start) == IEND) {
        return true;
      }
      in.position(start + TYPE + length + Integer.BYTES);
    }
    return false;
  }

  /** The declared width; 0 where the file ends before it. */
  static int width(ByteBuffer png) {
    return declared(png, 16);
  }

  /** The declared height; 0 where the file ends before it. */
  static int height(ByteBuffer png) {
    return declared(png, 20);
  }

  /** The first chunk is always IHDR, which begins with the size. */
  private static int declared(ByteBuffer png, int at) {
    return png.remaining() < at + Integer.BYTES ? 0 : png.getInt(png.position() + at);
  }
}

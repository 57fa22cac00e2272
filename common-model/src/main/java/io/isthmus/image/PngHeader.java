package io.isthmus.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The chunks that a PNG consists of. The JDK's decoder believes every length, looks at no checksum
 * and does not mind a missing end.
 */
final class PngHeader {

  /** Bytes of a chunk beside its data: length, type and checksum. */
  private static final int AROUND = 12;

  private static final int SIGNATURE = 8;
  private static final int TYPE = 4;
  private static final int IHDR_END = 29;
  private static final int IHDR = 0x49484452;
  private static final int IEND = 0x49454e44;
  private static final int EXIF = 0x65584966;

  private PngHeader() {}

  /**
   * Reads the header.
   *
   * @throws ImageException if the file ends before its size
   */
  static ImageHeader read(ByteBuffer png) throws ImageException {
    ByteBuffer in = png.slice();
    if (in.limit() < IHDR_END || in.getInt(12) != IHDR) {
      throw ImageException.damaged();
    }
    int width = in.getInt(16);
    int height = in.getInt(20);
    if (width < 1 || height < 1) {
      throw ImageException.damaged();
    }
    ImageHeader plain =
        ImageHeader.plain(ImageFormat.PNG, width, height).withOrientation(orientation(in));
    boolean interlaced = in.get(IHDR_END - 1) != 0;
    return interlaced ? plain.withBuffered(RowStore.bytes(width, height)) : plain;
  }

  private static Orientation orientation(ByteBuffer png) {
    ByteBuffer exif = Chunk.find(png, EXIF);
    return exif == null ? Orientation.UPRIGHT : Exif.orientation(exif);
  }

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
}

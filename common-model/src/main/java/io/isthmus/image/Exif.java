package io.isthmus.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The one fact of an EXIF block that matters here. Whatever is odd about the block is upright. */
final class Exif {

  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY = 12;
  private static final int HEADER = 8;

  private Exif() {}

  /** The orientation that the first directory of a TIFF block names. */
  static Orientation orientation(ByteBuffer tiff) {
    ByteBuffer in = tiff.slice();
    if (in.limit() < HEADER || !setOrder(in)) {
      return Orientation.UPRIGHT;
    }
    long directory = in.getInt(4) & 0xffffffffL;
    if (directory + 2 > in.limit()) {
      return Orientation.UPRIGHT;
    }
    int entries = in.getShort((int) directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      long at = directory + 2 + (long) i * ENTRY;
      if (at + ENTRY > in.limit()) {
        break;
      }
      int entry = (int) at;
      if ((in.getShort(entry) & 0xffff) == ORIENTATION && in.getShort(entry + 2) == SHORT) {
        return Orientation.ofExif(in.getShort(entry + 8) & 0xffff);
      }
    }
    return Orientation.UPRIGHT;
  }

  private static boolean setOrder(ByteBuffer in) {
    int mark = in.getInt(0);
    if (mark == 0x49492a00) {
      in.order(ByteOrder.LITTLE_ENDIAN);
      return true;
    }
    return mark == 0x4d4d002a;
  }
}

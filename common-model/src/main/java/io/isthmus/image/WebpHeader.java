package io.isthmus.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The chunks of a WebP file (RFC 9649). */
final class WebpHeader {

  private static final int VP8 = 0x56503820;
  private static final int VP8L = 0x5650384c;
  private static final int VP8X = 0x56503858;
  private static final int EXIF = 0x45584946;
  private static final int ANIMATED = 2;
  private static final int FOURTEEN_BITS = 0x3fff;

  private WebpHeader() {}

  /**
   * Reads the header.
   *
   * @throws ImageException if there is no picture in the file, or several that move
   */
  static ImageHeader read(ByteBuffer file) throws ImageException {
    ByteBuffer extended = Chunk.findInRiff(file, VP8X);
    if (extended != null && extended.limit() > 0 && (extended.get(0) & ANIMATED) != 0) {
      throw ImageException.unsupported("an animated WebP");
    }
    ImageHeader header = size(file);
    ByteBuffer exif = Chunk.findInRiff(file, EXIF);
    return exif == null ? header : header.withOrientation(Exif.orientation(exif));
  }

  private static ImageHeader size(ByteBuffer file) throws ImageException {
    ByteBuffer lossy = ordered(Chunk.findInRiff(file, VP8));
    if (lossy != null && lossy.limit() >= 10) {
      return header(lossy.getShort(6) & FOURTEEN_BITS, lossy.getShort(8) & FOURTEEN_BITS);
    }
    ByteBuffer lossless = ordered(Chunk.findInRiff(file, VP8L));
    if (lossless != null && lossless.limit() >= 5) {
      int bits = lossless.getInt(1);
      return header((bits & FOURTEEN_BITS) + 1, (bits >> 14 & FOURTEEN_BITS) + 1);
    }
    throw ImageException.damaged();
  }

  private static @Nullable ByteBuffer ordered(@Nullable ByteBuffer chunk) {
    return chunk == null ? null : chunk.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The decoder holds the whole picture, four bytes a pixel, and as much again of its own. */
  private static ImageHeader header(int width, int height) throws ImageException {
    if (width < 1 || height < 1) {
      throw ImageException.damaged();
    }
    return ImageHeader.plain(ImageFormat.WEBP, width, height).withBuffered(4L * width * height);
  }
}

package io.isthmus.image;

import static org.bytedeco.leptonica.global.leptonica.L_JPEG_CONTINUE_WITH_BAD_DATA;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixGetData;
import static org.bytedeco.leptonica.global.leptonica.pixGetDepth;
import static org.bytedeco.leptonica.global.leptonica.pixGetHeight;
import static org.bytedeco.leptonica.global.leptonica.pixGetWidth;
import static org.bytedeco.leptonica.global.leptonica.pixGetWpl;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemJpeg;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemWebP;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import org.bytedeco.leptonica.PIX;
import org.jspecify.annotations.Nullable;

/**
 * JPEG through libjpeg-turbo and WebP through libwebp, both in leptonica: the same library on every
 * machine and Java, so that all decode to the same bits. What a decoder only warns of is decoded,
 * as PIL and browsers do.
 */
final class NativeDecoder {

  private static final int PACKED = 32;

  static {
    Leptonica.load();
  }

  private NativeDecoder() {}

  /**
   * Decodes a JPEG.
   *
   * @param reduction 1, 2, 4 or 8: its sides come out that much smaller, rounded up
   * @param sinks make what gets the rows, once the size is known
   */
  static void jpeg(ByteBuffer file, int reduction, Sinks sinks) throws ImageException {
    ByteBuffer bytes = file.slice();
    PIX picture =
        pixReadMemJpeg(
            bytes,
            bytes.remaining(),
            0,
            reduction,
            (IntBuffer) null,
            L_JPEG_CONTINUE_WITH_BAD_DATA);
    rows(picture, sinks);
  }

  /** Decodes a WebP. */
  static void webp(ByteBuffer file, Sinks sinks) throws ImageException {
    ByteBuffer bytes = file.slice();
    rows(pixReadMemWebP(bytes, bytes.remaining()), sinks);
  }

  private static void rows(@Nullable PIX picture, Sinks sinks) throws ImageException {
    if (picture == null || picture.isNull()) {
      throw ImageException.damaged();
    }
    try {
      int width = pixGetWidth(picture);
      int height = pixGetHeight(picture);
      int words = pixGetWpl(picture);
      IntBuffer data = pixGetData(picture).capacity((long) words * height).asBuffer();
      RowSink sink = sinks.of(width, height);
      int[] row = new int[words];
      int[] rgb = pixGetDepth(picture) == PACKED ? row : new int[4 * words];
      for (int y = 0; y < height; y++) {
        data.get(y * words, row);
        if (rgb != row) {
          unpackGrey(row, rgb);
        }
        sink.row(y, rgb);
      }
    } finally {
      pixDestroy(picture);
    }
  }

  /** Grey lies four pixels a word, the first in the highest byte. */
  private static void unpackGrey(int[] packed, int[] rgb) {
    for (int i = 0; i < rgb.length; i++) {
      int level = packed[i / 4] >>> (24 - 8 * (i % 4)) & 255;
      rgb[i] = level * 0x01010100;
    }
  }
}

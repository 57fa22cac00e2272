package io.isthmus.image;

import static org.bytedeco.leptonica.global.leptonica.lept_free;
import static org.bytedeco.leptonica.global.leptonica.pixCreate;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixGetData;
import static org.bytedeco.leptonica.global.leptonica.pixGetWpl;
import static org.bytedeco.leptonica.global.leptonica.pixSetChromaSampling;
import static org.bytedeco.leptonica.global.leptonica.pixWriteMemJpeg;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.bytedeco.leptonica.PIX;

/** JPEG through libjpeg-turbo in leptonica: baseline, with the colours of every pixel (4:4:4). */
final class NativeEncoder {

  private static final int BASELINE = 0;
  private static final int ALL_COLOURS = 0;
  private static final int GREY_DEPTH = 8;
  private static final int COLOUR_DEPTH = 32;

  static {
    Leptonica.load();
  }

  private NativeEncoder() {}

  /**
   * A file.
   *
   * @param quality 1 to 100
   * @param planes U8 [channels,height,width] from index 0
   */
  static byte[] jpeg(JpegShape shape, int quality, ByteBuffer planes) {
    int depth = shape.channels() == 1 ? GREY_DEPTH : COLOUR_DEPTH;
    PIX picture = pixCreate(shape.width(), shape.height(), depth);
    if (picture == null || picture.isNull()) {
      throw new IllegalStateException("no memory for a picture of " + shape);
    }
    try {
      fill(picture, shape, planes);
      pixSetChromaSampling(picture, ALL_COLOURS);
      return write(picture, quality);
    } finally {
      pixDestroy(picture);
    }
  }

  /** A pixel is a word, or a byte of one, from the highest byte on. */
  private static void fill(PIX picture, JpegShape shape, ByteBuffer planes) {
    int words = pixGetWpl(picture);
    int perWord = shape.channels() == 1 ? Integer.BYTES : 1;
    IntBuffer data = pixGetData(picture).capacity((long) words * shape.height()).asBuffer();
    byte[] line = new byte[shape.width()];
    for (int y = 0; y < shape.height(); y++) {
      int[] row = new int[words];
      for (int c = 0; c < shape.channels(); c++) {
        planes.get(c * shape.pixels() + y * line.length, line);
        for (int x = 0; x < line.length; x++) {
          row[x / perWord] |= (line[x] & 255) << (24 - 8 * (c + x % perWord));
        }
      }
      data.put(row);
    }
  }

  private static byte[] write(PIX picture, int quality) {
    try (PointerPointer<BytePointer> data = new PointerPointer<>(1);
        SizeTPointer size = new SizeTPointer(1)) {
      if (pixWriteMemJpeg(data, size, picture, quality, BASELINE) != 0) {
        throw new IllegalStateException("a picture could not be written as JPEG");
      }
      BytePointer bytes = data.get(BytePointer.class);
      try {
        byte[] file = new byte[(int) size.get()];
        bytes.get(file);
        return file;
      } finally {
        lept_free(bytes);
      }
    }
  }
}

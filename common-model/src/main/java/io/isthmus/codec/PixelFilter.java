package io.isthmus.codec;

/**
 * Replaces pixels by their differences from what their neighbours predict, which zstd packs into
 * half the bytes in photographs. The prediction is the median of left, upper, and left + upper -
 * upper left (that of lossless JPEG-LS). Of three colours the differences of the outer ones are
 * told from those of the middle one.
 */
final class PixelFilter {

  private static final int COLOURS = 3;

  private final TensorPlanes planes;

  PixelFilter(TensorPlanes planes) {
    this.planes = planes;
  }

  /** Writes the differences of an image. */
  void apply(byte[] pixels, byte[] differences) {
    for (int i = 0; i < pixels.length; i++) {
      differences[i] = (byte) (pixels[i] - prediction(pixels, i));
    }
    shiftColours(differences, -1);
  }

  /** Turns differences into the pixels, in place. */
  void undo(byte[] pixels) {
    shiftColours(pixels, 1);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (pixels[i] + prediction(pixels, i));
    }
  }

  /** The first column is predicted from above, the first row from the left. */
  private int prediction(byte[] pixels, int i) {
    int width = planes.width();
    boolean firstRow = i % planes.size() < width;
    if (i % width == 0) {
      return firstRow ? 0 : pixels[i - width] & 0xff;
    }
    int left = pixels[i - 1] & 0xff;
    return firstRow ? left : median(left, pixels[i - width] & 0xff, pixels[i - width - 1] & 0xff);
  }

  private static int median(int left, int up, int corner) {
    int most = Math.max(left, up);
    int least = Math.min(left, up);
    return Math.max(least, Math.min(most, left + up - corner));
  }

  private void shiftColours(byte[] differences, int sign) {
    if (planes.channels() != COLOURS) {
      return;
    }
    int size = planes.size();
    for (int i = 0; i < size; i++) {
      int shift = sign * differences[size + i];
      differences[i] = (byte) (differences[i] + shift);
      differences[2 * size + i] = (byte) (differences[2 * size + i] + shift);
    }
  }
}

package io.isthmus.image;

import java.nio.ByteBuffer;

/**
 * The frame header of a JPEG.
 *
 * @param width in pixels
 * @param height in pixels
 * @param components 1, 3 or 4
 * @param progressive whether the picture comes in several scans
 * @param coefficientBytes what all coefficients of the picture take, two bytes each
 */
record JpegFrame(
    int width, int height, int components, boolean progressive, long coefficientBytes) {

  private static final int BASELINE = 0xc0;
  private static final int PROGRESSIVE = 0xc2;
  private static final int LEAST = 6;
  private static final int BLOCK = 64;

  /** Whether a marker begins a frame: SOF0 … SOF15, between which lie DHT, JPG and DAC. */
  static boolean isStart(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  /**
   * Reads a frame header.
   *
   * @throws ImageException for lossless, hierarchical and arithmetic-coded frames, other depths
   *     than 8 bits, and sizes or components that cannot be
   */
  static JpegFrame read(int marker, ByteBuffer data) throws ImageException {
    if (marker < BASELINE || marker > PROGRESSIVE) {
      throw ImageException.unsupported("a lossless, hierarchical or arithmetic-coded JPEG");
    }
    if (data.limit() < LEAST) {
      throw ImageException.damaged();
    }
    if (data.get(0) != 8) {
      throw ImageException.unsupported("a JPEG of other than 8 bits a sample");
    }
    int height = data.getShort(1) & 0xffff;
    int width = data.getShort(3) & 0xffff;
    int components = data.get(5) & 0xff;
    if (width == 0 || height == 0 || data.limit() < LEAST + 3 * components) {
      throw ImageException.damaged();
    }
    if (components != 1 && components != 3 && components != 4) {
      throw ImageException.unsupported("a JPEG of %d components".formatted(components));
    }
    return new JpegFrame(
        width,
        height,
        components,
        marker == PROGRESSIVE,
        coefficientBytes(width, height, components, data));
  }

  private static long coefficientBytes(int width, int height, int components, ByteBuffer data)
      throws ImageException {
    int mostX = 1;
    int mostY = 1;
    for (int c = 0; c < components; c++) {
      mostX = Math.max(mostX, factorX(data, c));
      mostY = Math.max(mostY, factorY(data, c));
    }
    long bytes = 0;
    for (int c = 0; c < components; c++) {
      long columns = blocks(width, factorX(data, c), mostX);
      bytes += columns * blocks(height, factorY(data, c), mostY) * BLOCK * Short.BYTES;
    }
    return bytes;
  }

  /** Blocks of a component along a side, in whole units of all components. */
  private static long blocks(int side, int factor, int most) {
    return (side + 8L * most - 1) / (8L * most) * factor;
  }

  private static int factorX(ByteBuffer data, int component) throws ImageException {
    return factor(data.get(LEAST + 3 * component + 1) >> 4 & 15);
  }

  private static int factorY(ByteBuffer data, int component) throws ImageException {
    return factor(data.get(LEAST + 3 * component + 1) & 15);
  }

  private static int factor(int factor) throws ImageException {
    if (factor < 1 || factor > 4) {
      throw ImageException.damaged();
    }
    return factor;
  }
}

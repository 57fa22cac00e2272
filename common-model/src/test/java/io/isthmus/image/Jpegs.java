package io.isthmus.image;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** JPEG files of a few bytes, made marker by marker. */
public final class Jpegs {

  private static final int BASELINE = 0xc0;
  private static final int PROGRESSIVE = 0xc2;

  private Jpegs() {}

  /** A grey progressive JPEG whose scans say nothing. */
  public static byte[] progressive(int width, int height, int scans) {
    ByteArrayOutputStream out = start(PROGRESSIVE, 8, width, height, 1);
    segment(out, 0xda, 1, 1, 0, 0, 0, 0);
    out.write(0);
    for (int i = 1; i < scans; i++) {
      segment(out, 0xda, 1, 1, 0, 1, 63, 0);
      out.write(0);
    }
    return end(out);
  }

  /** A JPEG with that frame marker, depth and number of components. */
  public static byte[] withFrame(int marker, int bits, int components) {
    ByteArrayOutputStream out = start(marker, bits, 16, 16, components);
    segment(out, 0xda, 1, 1, 0, 0, 63, 0);
    out.write(0);
    return end(out);
  }

  /** The headers of a baseline JPEG of that size in colour. */
  public static byte[] baseline(int width, int height) {
    ByteArrayOutputStream out = start(BASELINE, 8, width, height, 3);
    segment(out, 0xda, 1, 1, 0, 0, 63, 0);
    out.write(0);
    return end(out);
  }

  private static ByteArrayOutputStream start(
      int frame, int bits, int width, int height, int components) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0xff);
    out.write(0xd8);
    int[] table = new int[65];
    Arrays.fill(table, 1, 65, 16);
    segment(out, 0xdb, table);
    int[] header = new int[6 + 3 * components];
    header[0] = bits;
    header[1] = height >> 8;
    header[2] = height & 255;
    header[3] = width >> 8;
    header[4] = width & 255;
    header[5] = components;
    for (int c = 0; c < components; c++) {
      header[6 + 3 * c] = c + 1;
      header[7 + 3 * c] = 0x11;
    }
    segment(out, frame, header);
    int[] huffman = new int[18];
    huffman[2] = 1;
    segment(out, 0xc4, huffman);
    int[] other = huffman.clone();
    other[0] = 0x10;
    segment(out, 0xc4, other);
    return out;
  }

  private static void segment(ByteArrayOutputStream out, int marker, int... data) {
    out.write(0xff);
    out.write(marker);
    out.write((data.length + 2) >> 8);
    out.write((data.length + 2) & 255);
    for (int value : data) {
      out.write(value);
    }
  }

  private static byte[] end(ByteArrayOutputStream out) {
    out.write(0xff);
    out.write(0xd9);
    return out.toByteArray();
  }
}

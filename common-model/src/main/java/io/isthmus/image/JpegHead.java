package io.isthmus.image;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What stands before the scan in the JPEGs of tensors. It follows from shape and quality alone:
 * libjpeg's quantisation tables of that quality, and the Huffman codes of ITU T.81, annex K. So it
 * is not sent, and nobody can send another one.
 */
final class JpegHead {

  /** What ends a JPEG. */
  static final byte[] END = {(byte) 0xff, (byte) 0xd9};

  private static final int FRAME = 0xffc0;
  private static final int SCAN = 0xffda;
  private static final int SMALL = 8;

  private JpegHead() {}

  /** The bytes before the scan. */
  static byte[] of(JpegShape shape, int quality) {
    JpegShape small = new JpegShape(shape.channels(), SMALL, SMALL);
    byte[] file = NativeEncoder.jpeg(small, quality, ByteBuffer.allocate(small.bytes()));
    ByteBuffer head = ByteBuffer.wrap(file);
    int size = find(FRAME, head) + 5;
    head.putShort(size, (short) shape.height()).putShort(size + 2, (short) shape.width());
    return Arrays.copyOf(file, next(find(SCAN, head), head));
  }

  private static int find(int marker, ByteBuffer head) {
    int at = 2;
    while ((head.getShort(at) & 0xffff) != marker) {
      at = next(at, head);
    }
    return at;
  }

  /** Where the segment after that one begins. */
  static int next(int segment, ByteBuffer head) {
    return segment + 2 + (head.getShort(segment + 2) & 0xffff);
  }
}

package io.isthmus.codec;

/**
 * Splits words into planes of bytes: all highest bytes, then all second ones. Bytes of one place
 * resemble each other more than the bytes of one word do.
 */
final class BytePlanes {

  private BytePlanes() {}

  /** Copies byte {@code plane} of the first {@code n} words; 0 is the lowest. */
  static void split(int[] words, int n, int plane, byte[] bytes) {
    int shift = Byte.SIZE * plane;
    for (int i = 0; i < n; i++) {
      bytes[i] = (byte) (words[i] >>> shift);
    }
  }

  /** Sets byte {@code plane} of the first {@code n} words, whose byte it is zero so far. */
  static void join(byte[] bytes, int n, int plane, int[] words) {
    int shift = Byte.SIZE * plane;
    for (int i = 0; i < n; i++) {
      words[i] |= (bytes[i] & 0xff) << shift;
    }
  }
}

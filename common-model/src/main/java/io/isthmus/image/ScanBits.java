package io.isthmus.image;

import io.isthmus.tensor.MalformedTensorException;

/** The bits of a JPEG's scan. Behind its end are ones, as in the last byte. */
final class ScanBits {

  private static final int WINDOW = 24; // bits that are there at least when some are looked at

  private final byte[] bytes;
  private final int length;
  private int next;
  private long window;
  private int ahead; // bits in the window that have not been taken

  /** Throws MalformedTensorException for a scan with a marker in it. */
  ScanBits(byte[] scan) throws MalformedTensorException {
    bytes = new byte[scan.length];
    int n = 0;
    for (int i = 0; i < scan.length; i++) {
      bytes[n++] = scan[i];
      if (scan[i] == (byte) 0xff && (++i == scan.length || scan[i] != 0)) {
        throw new MalformedTensorException("a JPEG's scan may have no markers");
      }
    }
    length = n;
  }

  /** The next 16 bits, which are not taken. */
  int peek() {
    while (ahead < WINDOW) {
      window = window << Byte.SIZE | (next < length ? bytes[next] & 255 : 255);
      next++;
      ahead += Byte.SIZE;
    }
    return (int) (window >>> (ahead - HuffmanCode.LONGEST)) & 0xffff;
  }

  /** Takes up to 16 bits; all of them have been looked at. */
  void skip(int bits) {
    ahead -= bits;
  }

  /** Whether more bits have been taken than there are. */
  boolean isExhausted() {
    return taken() > (long) Byte.SIZE * length;
  }

  /** Whether all bytes have been taken, but for ones that fill the last one. */
  boolean isAtEnd() {
    long left = (long) Byte.SIZE * length - taken();
    int ones = (1 << left) - 1;
    return left >= 0 && left < Byte.SIZE && (bytes[length - 1] & ones) == ones;
  }

  private long taken() {
    return (long) Byte.SIZE * next - ahead;
  }
}

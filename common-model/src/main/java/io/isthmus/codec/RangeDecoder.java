package io.isthmus.codec;

/** Reads the bits that a {@link RangeEncoder} wrote. Behind the end of its bytes are zeros. */
final class RangeDecoder implements BitCoder {

  private static final long WORD = 0xffffffffL;
  private static final long TOP = 0xff000000L;

  private final byte[] bytes;
  private final int end;
  private int next;
  private long code;
  private long low;
  private long high = WORD;

  /** Reads the bytes from {@code start} to {@code end}. */
  RangeDecoder(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.end = end;
    this.next = start;
    for (int i = 0; i < 4; i++) {
      code = (code << 8) | nextByte();
    }
  }

  @Override
  public int code(int ignored, int probability) {
    long middle = low + (((high - low) * probability) >>> Logistic.BITS);
    int bit = code <= middle ? 1 : 0;
    if (bit == 1) {
      high = middle;
    } else {
      low = middle + 1;
    }
    while (((low ^ high) & TOP) == 0) {
      low = (low << 8) & WORD;
      high = ((high << 8) & WORD) | 0xff;
      code = ((code << 8) & WORD) | nextByte();
    }
    return bit;
  }

  /**
   * Whether the code ends here as {@link RangeEncoder#finish} ends it: no byte is missing, none is
   * left, and the last one is the encoder's.
   */
  boolean isAtEnd() {
    long last = low > 0 ? (low >>> 24) + 1 : 0;
    int consumed = next - 4 + (low > 0 ? 1 : 0);
    return consumed == end && code == last << 24;
  }

  /** Whether more bytes have been asked for than an encoder can have left out at the end. */
  boolean isExhausted() {
    return next - 4 > end;
  }

  private int nextByte() {
    int value = next < end ? bytes[next] & 0xff : 0;
    next++;
    return value;
  }
}

package io.isthmus.codec;

/** Writes bits into an array as a binary arithmetic code. */
final class RangeEncoder implements BitCoder {

  private static final long WORD = 0xffffffffL;
  private static final long TOP = 0xff000000L;

  private final byte[] bytes;
  private int length;
  private boolean overflow;
  private long low;
  private long high = WORD;

  /** Writes from {@code start} on, and no further than the array's end. */
  RangeEncoder(byte[] bytes, int start) {
    this.bytes = bytes;
    this.length = start;
  }

  @Override
  public int code(int bit, int probability) {
    long middle = low + (((high - low) * probability) >>> Logistic.BITS);
    if (bit == 1) {
      high = middle;
    } else {
      low = middle + 1;
    }
    while (((low ^ high) & TOP) == 0) {
      put((int) (high >>> 24));
      low = (low << 8) & WORD;
      high = ((high << 8) & WORD) | 0xff;
    }
    return bit;
  }

  /** Ends the code with the fewest bytes. Returns the end, or -1 if the array was too short. */
  int finish() {
    if (low > 0) {
      put((int) (low >>> 24) + 1);
    }
    return overflow ? -1 : length;
  }

  private void put(int value) {
    if (length == bytes.length) {
      overflow = true;
    } else {
      bytes[length++] = (byte) value;
    }
  }
}

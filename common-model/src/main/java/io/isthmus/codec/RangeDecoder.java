package io.isthmus.codec;

/** Reads what a {@link RangeEncoder} wrote. Behind the end of its bytes are zeros. */
final class RangeDecoder implements RangeCoder {

  private final byte[] bytes;
  private final int end;
  private int next;

  /** What has been read, less the low end of the range. */
  private long code;

  private long range = RangeEncoder.WHOLE;

  /** Reads the bytes from {@code start} to {@code end}. */
  RangeDecoder(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.end = end;
    this.next = start;
    for (int i = 0; i < Integer.BYTES; i++) {
      code = (code << Byte.SIZE) | nextByte();
    }
  }

  @Override
  public int bit(int ignored, int probability) {
    long bound = (range >>> Probability.BITS) * probability;
    int bit = code < bound ? 1 : 0;
    if (bit == 1) {
      narrow(0, bound);
    } else {
      narrow(bound, range - bound);
    }
    return bit;
  }

  @Override
  public int symbol(int ignored, int[] bounds) {
    long unit = range >>> Distributions.BITS;
    int symbol = Distributions.SYMBOLS / 2 - 1; // that of level 0, the most frequent one
    while (code < unit * bounds[symbol]) {
      symbol--;
    }
    while (symbol < Distributions.SYMBOLS - 1 && code >= unit * bounds[symbol + 1]) {
      symbol++;
    }
    long from = unit * bounds[symbol];
    boolean last = symbol == Distributions.SYMBOLS - 1;
    narrow(from, (last ? range : unit * bounds[symbol + 1]) - from);
    return symbol;
  }

  private void narrow(long from, long size) {
    code -= from;
    range = size;
    while (range < RangeEncoder.LEAST) {
      code = (code << Byte.SIZE) | nextByte();
      range <<= Byte.SIZE;
    }
  }

  /**
   * Whether the code ends here as {@link RangeEncoder#finish} ends it: no byte is missing, none is
   * left, and the last ones are the encoder's.
   */
  boolean isAtEnd() {
    long read = 0;
    for (int i = next - Integer.BYTES; i < next; i++) {
      read = (read << Byte.SIZE) | byteAt(i);
    }
    long low = (read - code) & (RangeEncoder.WHOLE - 1);
    int count = RangeEncoder.lastBytes(low, range);
    long last = RangeEncoder.last(low, count) & (RangeEncoder.WHOLE - 1);
    return end == next - Integer.BYTES + count && last == read;
  }

  /** Whether more bytes have been asked for than an encoder can have left out at the end. */
  boolean isExhausted() {
    return next - Integer.BYTES > end;
  }

  private int nextByte() {
    return byteAt(next++);
  }

  private int byteAt(int index) {
    return index < end ? bytes[index] & 0xff : 0;
  }
}

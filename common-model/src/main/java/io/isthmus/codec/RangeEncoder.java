package io.isthmus.codec;

/** Writes bits and symbols into an array as an arithmetic code. */
final class RangeEncoder implements RangeCoder {

  /** A range is at most this and at least a 256th of it. */
  static final long WHOLE = 1L << Integer.SIZE;

  static final long LEAST = WHOLE >> Byte.SIZE;

  private final byte[] bytes;
  private int length;
  private boolean overflow;
  private long low;
  private long range = WHOLE;

  /** Writes from {@code start} on, and no further than the array's end. */
  RangeEncoder(byte[] bytes, int start) {
    this.bytes = bytes;
    this.length = start;
  }

  @Override
  public int bit(int bit, int probability) {
    long bound = (range >>> Probability.BITS) * probability;
    if (bit == 1) {
      narrow(0, bound);
    } else {
      narrow(bound, range - bound);
    }
    return bit;
  }

  @Override
  public int symbol(int symbol, int[] bounds) {
    long unit = range >>> Distributions.BITS;
    long from = unit * bounds[symbol];
    boolean last = symbol == Distributions.SYMBOLS - 1;
    narrow(from, (last ? range : unit * bounds[symbol + 1]) - from);
    return symbol;
  }

  private void narrow(long from, long size) {
    low += from;
    range = size;
    if (low >= WHOLE) {
      low -= WHOLE;
      carry();
    }
    while (range < LEAST) {
      put((int) (low >>> (Integer.SIZE - Byte.SIZE)));
      low = (low << Byte.SIZE) & (WHOLE - 1);
      range <<= Byte.SIZE;
    }
  }

  /** Adds one to the number that has been written so far, if all of it is there. */
  private void carry() {
    if (overflow) {
      return;
    }
    int i = length - 1;
    while (++bytes[i] == 0) {
      i--;
    }
  }

  /** Ends the code with the fewest bytes. Returns the end, or -1 if the array was too short. */
  int finish() {
    int count = lastBytes(low, range);
    long last = last(low, count);
    if (last >= WHOLE) {
      carry();
    }
    for (int i = 1; i <= count; i++) {
      put((int) (last >>> (Integer.SIZE - Byte.SIZE * i)));
    }
    return overflow ? -1 : length;
  }

  /** How many bytes a code needs to end: the fewest that tell a number within the range. */
  static int lastBytes(long low, long range) {
    int count = 0;
    while (last(low, count) >= low + range) {
      count++;
    }
    return count;
  }

  /** The least number of so many bytes, and zeros behind them, that is not below {@code low}. */
  static long last(long low, int count) {
    long unit = WHOLE >> (Byte.SIZE * count);
    return (low + unit - 1) & -unit;
  }

  private void put(int value) {
    if (length == bytes.length) {
      overflow = true;
    } else {
      bytes[length++] = (byte) value;
    }
  }
}

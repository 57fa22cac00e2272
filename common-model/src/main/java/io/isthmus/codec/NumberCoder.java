package io.isthmus.codec;

/** Codes whole numbers, small ones in few bits: Exp-Golomb codes whose bits are learnt. */
final class NumberCoder {

  private static final int MOST_BITS = 24;
  private static final int LIMIT = 255;

  private final AdaptiveBits zeros = new AdaptiveBits(1, LIMIT);
  private final AdaptiveBits signs = new AdaptiveBits(1, LIMIT);
  private final AdaptiveBits lengths = new AdaptiveBits(MOST_BITS + 1, LIMIT);
  private final AdaptiveBits seconds = new AdaptiveBits(MOST_BITS + 1, LIMIT);

  /** Codes a number between -2^24 and 2^24. */
  int code(RangeCoder coder, int number) {
    int magnitude = codeMagnitude(coder, Math.abs(number));
    boolean negative = magnitude > 0 && signs.code(coder, number < 0 ? 1 : 0, 0) == 1;
    return negative ? -magnitude : magnitude;
  }

  /** Codes a number from 0 to below 2^24: is it zero, its length in bits in unary, its bits. */
  int codeMagnitude(RangeCoder coder, int number) {
    if (zeros.code(coder, number == 0 ? 1 : 0, 0) == 1) {
      return 0;
    }
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(number);
    int length = 1;
    while (length < MOST_BITS && lengths.code(coder, length < bits ? 1 : 0, length) == 1) {
      length++;
    }
    return codeBits(coder, number, length);
  }

  /** The highest bit is known. The second one is learnt, and those below are as good as random. */
  private int codeBits(RangeCoder coder, int number, int length) {
    int value = 1;
    for (int i = length - 2; i >= 0; i--) {
      int bit = (number >>> i) & 1;
      boolean second = i == length - 2;
      value =
          (value << 1)
              | (second ? seconds.code(coder, bit, length) : coder.bit(bit, Probability.HALF));
    }
    return value;
  }
}

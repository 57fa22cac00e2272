package io.isthmus.codec;

/**
 * Codes one bit after another. A writer and a reader of bits run through the very same model of
 * their probabilities, so both are behind this interface.
 */
interface BitCoder {

  /**
   * Codes a bit.
   *
   * @param bit what a writer writes, 0 or 1; a reader ignores it
   * @param probability of a 1, in 65536ths: 1 to 65535
   * @return the bit that has been written or read
   */
  int code(int bit, int probability);
}

package io.isthmus.codec;

/**
 * Codes bits and symbols one after another. A writer and a reader run through the very same model
 * of their probabilities, so both are behind this interface.
 */
interface RangeCoder {

  /**
   * Codes a bit.
   *
   * @param bit what a writer writes, 0 or 1; a reader ignores it
   * @param probability of a 1, in 65536ths: 1 to 65535
   * @return the bit that has been written or read
   */
  int bit(int bit, int probability);

  /**
   * Codes a symbol.
   *
   * @param symbol what a writer writes, 0 to {@link Distributions#SYMBOLS} - 1; a reader ignores it
   * @param bounds the probability of all symbols before each one, in 32768ths, from 0 up
   * @return the symbol that has been written or read
   */
  int symbol(int symbol, int[] bounds);
}

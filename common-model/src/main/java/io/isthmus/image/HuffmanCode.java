package io.isthmus.image;

import java.nio.ByteBuffer;

/** A Huffman code of a JPEG (ITU T.81, annex C): how long codes are, and the symbol of each. */
final class HuffmanCode {

  /** Bits of the longest code. */
  static final int LONGEST = 16;

  private final int[] ends = new int[LONGEST + 1]; // [length]: codes below it, with zeros behind
  private final int[] firsts = new int[LONGEST + 1]; // [length]: number of symbol less code
  private final byte[] symbols;

  /**
   * A code.
   *
   * @param table of a DHT segment, behind its class and number: how many codes each length has,
   *     then their symbols
   */
  HuffmanCode(ByteBuffer table) {
    int code = 0;
    int number = 0;
    for (int length = 1; length <= LONGEST; length++) {
      int count = table.get() & 255;
      code <<= 1;
      firsts[length] = number - code;
      code += count;
      number += count;
      ends[length] = code << (LONGEST - length);
    }
    symbols = new byte[number];
    table.get(symbols);
  }

  /** The length of the code that 16 bits begin with; 17 if they begin with none. */
  int length(int bits) {
    int length = 1;
    while (length <= LONGEST && bits >= ends[length]) {
      length++;
    }
    return length;
  }

  /** The symbol of a code of that length, which 16 bits begin with. */
  int symbol(int bits, int length) {
    return symbols[firsts[length] + (bits >> (LONGEST - length))] & 255;
  }
}

package io.isthmus.image;

import io.isthmus.tensor.MalformedTensorException;
import java.nio.ByteBuffer;

/**
 * Reads the scan of a baseline JPEG from its first to its last bit, without the pixels: it is only
 * decoded if it is such a scan, and ends where it ought to. libjpeg would fill in what lacks, pass
 * over what is too much, and write of both to the error stream.
 */
final class JpegScan {

  private static final int COEFFICIENTS = 64;
  private static final int ZEROS = 16; // a symbol without bits stands for so many, or for the end
  private static final int MOST_BITS = 11; // of a difference of means; others have 10
  private static final int TABLES = 0xffc4;
  private static final int SCAN = 0xffda;

  private static final HuffmanCode[][] CODES = codes(); // [of brightness, colour][first, others]

  private final ScanBits bits;

  private JpegScan(byte[] scan) throws MalformedTensorException {
    bits = new ScanBits(scan);
  }

  private static HuffmanCode[][] codes() {
    HuffmanCode[][] codes = new HuffmanCode[2][2];
    ByteBuffer head = ByteBuffer.wrap(JpegHead.of(new JpegShape(3, 1, 1), 1));
    for (int at = 2; (head.getShort(at) & 0xffff) != SCAN; at = JpegHead.next(at, head)) {
      if ((head.getShort(at) & 0xffff) == TABLES) {
        int table = head.get(at + 4);
        codes[table & 15][table >> 4] = new HuffmanCode(head.slice(at + 5, head.limit() - at - 5));
      }
    }
    return codes;
  }

  /** Throws MalformedTensorException for anything but the whole scan of one such picture. */
  static void require(byte[] scan, JpegShape shape) throws MalformedTensorException {
    new JpegScan(scan).require(shape);
  }

  private void require(JpegShape shape) throws MalformedTensorException {
    for (int i = 0; i < shape.blocks(); i++) {
      for (int channel = 0; channel < shape.channels(); channel++) {
        block(CODES[Math.min(channel, 1)]);
      }
      require(!bits.isExhausted());
    }
    require(bits.isAtEnd());
  }

  private void block(HuffmanCode[] codes) throws MalformedTensorException {
    int first = symbol(codes[0]);
    require(first <= MOST_BITS);
    skip(first);
    int k = 1;
    while (k < COEFFICIENTS) {
      int symbol = symbol(codes[1]);
      int size = symbol & 15;
      if (symbol == 0) {
        return;
      }
      k += size == 0 ? ZEROS : (symbol >> 4) + 1;
      require(size == 0 ? k < COEFFICIENTS : k <= COEFFICIENTS);
      skip(size);
    }
  }

  private int symbol(HuffmanCode code) throws MalformedTensorException {
    int next = bits.peek();
    int length = code.length(next);
    require(length <= HuffmanCode.LONGEST);
    bits.skip(length);
    return code.symbol(next, length);
  }

  private void skip(int count) {
    bits.peek();
    bits.skip(count);
  }

  private static void require(boolean condition) throws MalformedTensorException {
    if (!condition) {
      throw new MalformedTensorException("a JPEG's scan is damaged, cut short or too long");
    }
  }
}

package io.isthmus.codec;

import io.isthmus.encoding.Encoding;
import java.nio.ByteBuffer;

/**
 * How floats become words whose bytes are packed plane by plane. Signs of floats move to the lowest
 * bit, so that the highest byte is the exponent.
 */
enum WordForm {
  /** Floats as they are. */
  FLOATS(4) {
    @Override
    void read(ByteBuffer tensor, int[] words, int n) {
      tensor.asIntBuffer().get(words, 0, n);
      for (int i = 0; i < n; i++) {
        words[i] = Integer.rotateLeft(words[i], 1);
      }
      skip(tensor, n * Float.BYTES);
    }

    @Override
    boolean write(int[] words, int n, ByteBuffer tensor) {
      int infinite = 0;
      for (int i = 0; i < n; i++) {
        int word = words[i];
        infinite = Math.max(infinite, word >>> 24);
        words[i] = Integer.rotateRight(word, 1);
      }
      tensor.asIntBuffer().put(words, 0, n);
      skip(tensor, n * Float.BYTES);
      return infinite < 0xff;
    }
  },

  /** Floats as halves. */
  HALVES(2) {
    @Override
    void read(ByteBuffer tensor, int[] words, int n) {
      tensor.asIntBuffer().get(words, 0, n);
      for (int i = 0; i < n; i++) {
        int half = HalfFloats.fromFloat(Float.intBitsToFloat(words[i]));
        words[i] = ((half << 1) & 0xffff) | (half >>> 15);
      }
      skip(tensor, n * Float.BYTES);
    }

    @Override
    boolean write(int[] words, int n, ByteBuffer tensor) {
      boolean finite = true;
      for (int i = 0; i < n; i++) {
        int half = (words[i] >>> 1) | ((words[i] & 1) << 15);
        finite &= HalfFloats.isFinite(half);
        words[i] = Float.floatToRawIntBits(HalfFloats.toFloat(half));
      }
      tensor.asIntBuffer().put(words, 0, n);
      skip(tensor, n * Float.BYTES);
      return finite;
    }
  };

  private final int planes;

  WordForm(int planes) {
    this.planes = planes;
  }

  /** The form of an encoding of floats. */
  static WordForm of(Encoding encoding) {
    return encoding.kind() == Encoding.Kind.F16 ? HALVES : FLOATS;
  }

  /** Bytes of a word: 2 or 4. */
  int planes() {
    return planes;
  }

  /** Takes the next {@code n} elements of a tensor and makes words of them. */
  abstract void read(ByteBuffer tensor, int[] words, int n);

  /**
   * Makes elements of words and appends them to a tensor.
   *
   * @return whether all of them are finite
   */
  abstract boolean write(int[] words, int n, ByteBuffer tensor);

  private static void skip(ByteBuffer tensor, int bytes) {
    tensor.position(tensor.position() + bytes);
  }
}

package io.isthmus.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/** Looks through floats for NaN and infinities: those whose exponent bits are all set. */
public final class FiniteFloats {

  private static final int EXPONENT = 0x7f800000;

  private static final int CHUNK = 2048;

  private FiniteFloats() {}

  /**
   * Throws if a float is not finite.
   *
   * @param data floats in native byte order, up to its limit; left as it was
   */
  public static void require(ByteBuffer data) throws MalformedTensorException {
    int[] words = new int[CHUNK];
    int step = CHUNK * Float.BYTES;
    for (int at = data.position(); at < data.limit(); at += step) {
      require(data.slice(at, Math.min(step, data.limit() - at)), words);
    }
  }

  /** The same for floats that fit into {@code words}; vectorises well. */
  static void require(ByteBuffer data, int[] words) throws MalformedTensorException {
    IntBuffer values = data.order(ByteOrder.nativeOrder()).asIntBuffer();
    int n = values.remaining();
    values.get(words, 0, n);
    int max = 0;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, words[i] & EXPONENT);
    }
    SafetensorsHeader.require(max < EXPONENT, "every value must be finite");
  }
}

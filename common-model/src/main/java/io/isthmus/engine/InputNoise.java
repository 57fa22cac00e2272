package io.isthmus.engine;

import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** Inputs that mean nothing, for trials: the same ones each time. */
public final class InputNoise {

  private InputNoise() {}

  /**
   * Noise for a batch, in native byte order: bytes of any value, or floats from −1 to 1.
   *
   * @param seed others give other noise
   */
  public static byte[] of(TensorSpec spec, int batch, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] noise = new byte[Math.toIntExact(spec.bytes(batch))];
    if (spec.dtype() == DType.U8) {
      random.nextBytes(noise);
      return noise;
    }
    ByteBuffer floats = ByteBuffer.wrap(noise).order(ByteOrder.nativeOrder());
    while (floats.hasRemaining()) {
      floats.putFloat((float) random.nextDouble(-1, 1));
    }
    return noise;
  }
}

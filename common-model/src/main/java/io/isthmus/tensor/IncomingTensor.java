package io.isthmus.tensor;

import static io.isthmus.tensor.SafetensorsHeader.require;

import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/** A tensor whose header has been read and accepted, and whose data is still in the stream. */
public final class IncomingTensor {

  private static final int F32_EXPONENT = 0x7f800000;

  /** As much as a connector has at a time. */
  private static final int CHUNK = 8 * 1024;

  private final InputStream in;
  private final TensorSpec spec;
  private final int batch;

  /**
   * A tensor.
   *
   * @param in its data, and nothing else, to the end
   * @param spec type and shape of one image's part
   * @param batch number of images; the data must be within 2 GiB
   */
  public IncomingTensor(InputStream in, TensorSpec spec, int batch) {
    this.in = in;
    this.spec = spec;
    this.batch = batch;
  }

  /** Number of images in the batch. */
  public int batch() {
    return batch;
  }

  /** Bytes of data that are still to come. */
  public int bytes() {
    return (int) spec.bytes(batch);
  }

  /**
   * Reads the data to the body's end. Values are checked chunk by chunk as they arrive, while they
   * are still in the cache.
   *
   * @param target a buffer with exactly {@link #bytes()} remaining, of native byte order
   * @throws MalformedTensorException if the data is too short or too long, or not finite
   */
  public void readInto(ByteBuffer target) throws IOException, MalformedTensorException {
    if (target.remaining() != bytes()) {
      throw new IllegalArgumentException("the target must have room for the data and no more");
    }
    byte[] chunk = new byte[Math.min(CHUNK, bytes())];
    int[] words = new int[spec.dtype() == DType.F32 ? chunk.length / Integer.BYTES : 0];
    while (target.hasRemaining()) {
      int n = in.readNBytes(chunk, 0, Math.min(chunk.length, target.remaining()));
      require(n > 0 && n % spec.dtype().bytes() == 0, "the body ends within the tensor's data");
      target.put(chunk, 0, n);
      if (spec.dtype() == DType.F32) {
        IntBuffer values =
            target.slice(target.position() - n, n).order(ByteOrder.nativeOrder()).asIntBuffer();
        require(allFinite(values, words), "every value must be finite");
      }
    }
    require(in.read() < 0, "the body goes on after the tensor's data");
  }

  /** NaN and the infinities are the floats whose exponent bits are all set; vectorises well. */
  private static boolean allFinite(IntBuffer values, int[] words) {
    int n = values.remaining();
    values.get(words, 0, n);
    int max = 0;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, words[i] & F32_EXPONENT);
    }
    return max < F32_EXPONENT;
  }
}

package io.isthmus.tensor;

import static io.isthmus.tensor.SafetensorsHeader.require;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A tensor whose header has been read and accepted, and whose data is still in the stream. */
public final class IncomingTensor {

  /** As much as a connector has at a time. */
  private static final int CHUNK = 8 * 1024;

  private final InputStream in;
  private final TensorSpec spec;
  private final SafetensorsHeader.Declared declared;

  /**
   * A tensor.
   *
   * @param in its data, and nothing else, to the end
   * @param spec type and shape of one image's part
   * @param batch number of images; the data must be within 2 GiB
   */
  public IncomingTensor(InputStream in, TensorSpec spec, int batch) {
    this(in, spec, new SafetensorsHeader.Declared(Encoding.RAW, batch, spec.bytes(batch)));
  }

  IncomingTensor(InputStream in, TensorSpec spec, SafetensorsHeader.Declared declared) {
    this.in = in;
    this.spec = spec;
    this.declared = declared;
  }

  /** Number of images in the batch. */
  public int batch() {
    return declared.batch();
  }

  /** Type and shape of one image's part, decoded. */
  public TensorSpec spec() {
    return spec;
  }

  /** How it is written: raw, or what its payload has to be decoded from. */
  public Encoding encoding() {
    return declared.encoding();
  }

  /** Bytes of data that are still to come: of the tensor itself, or of its payload. */
  public int bytes() {
    return (int) declared.bytes();
  }

  /**
   * Reads the data to the body's end; a payload as it is. Values are checked chunk by chunk as they
   * arrive, while they are still in the cache.
   *
   * @param target a buffer with exactly {@link #bytes()} remaining, of native byte order
   * @throws MalformedTensorException if the data is too short or too long, or not finite
   */
  public void readInto(ByteBuffer target) throws IOException, MalformedTensorException {
    if (target.remaining() != bytes()) {
      throw new IllegalArgumentException("the target must have room for the data and no more");
    }
    byte[] chunk = new byte[Math.min(CHUNK, bytes())];
    boolean floats = spec.dtype() == DType.F32 && encoding().equals(Encoding.RAW);
    int whole = floats ? DType.F32.bytes() : 1;
    int[] words = new int[floats ? chunk.length / Integer.BYTES : 0];
    while (target.hasRemaining()) {
      int n = in.readNBytes(chunk, 0, Math.min(chunk.length, target.remaining()));
      require(n > 0 && n % whole == 0, "the body ends within the tensor's data");
      target.put(chunk, 0, n);
      if (floats) {
        FiniteFloats.require(target.slice(target.position() - n, n), words);
      }
    }
    require(in.read() < 0, "the body goes on after the tensor's data");
  }
}

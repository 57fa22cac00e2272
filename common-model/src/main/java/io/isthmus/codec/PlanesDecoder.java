package io.isthmus.codec;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.MalformedTensorException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads what {@link PlanesEncoder} writes. Beside the target it needs memory for one chunk. */
final class PlanesDecoder implements TensorDecoder {

  private static final int CHUNK = PlanesEncoder.CHUNK;

  private final Encoding encoding;
  private final WordForm form;
  private final TensorSpec spec;

  PlanesDecoder(Encoding encoding, WordForm form, TensorSpec spec) {
    this.encoding = encoding;
    this.form = form;
    this.spec = spec;
  }

  @Override
  public Encoding encoding() {
    return encoding;
  }

  @Override
  public long mostBytes(int batch) {
    long elements = spec.elements() * batch;
    long whole = elements / CHUNK * ZstdFrames.mostBytes(CHUNK);
    return form.planes() * (whole + ZstdFrames.mostBytes((int) (elements % CHUNK)));
  }

  @Override
  public void decode(ByteBuffer payload, int batch, ByteBuffer target)
      throws MalformedTensorException {
    Codecs.requireRoom(target, spec, batch);
    ByteBuffer in = payload.duplicate();
    ByteBuffer out = target.duplicate().order(target.order());
    long left = spec.elements() * batch;
    int[] words = new int[(int) Math.min(CHUNK, left)];
    byte[] plane = new byte[words.length];
    for (; left > 0; left -= CHUNK) {
      int n = (int) Math.min(CHUNK, left);
      readChunk(in, words, plane, n);
      if (!form.write(words, n, out)) {
        throw new MalformedTensorException("every value must be finite");
      }
    }
    if (in.hasRemaining()) {
      throw new MalformedTensorException("the payload goes on after the tensor's data");
    }
  }

  private void readChunk(ByteBuffer in, int[] words, byte[] plane, int n)
      throws MalformedTensorException {
    Arrays.fill(words, 0, n, 0);
    for (int i = form.planes() - 1; i >= 0; i--) {
      ZstdFrames.read(in, plane, n);
      BytePlanes.join(plane, n, i, words);
    }
  }
}

package io.isthmus.codec;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;

/**
 * Writes words in byte planes. The batch is cut into chunks of elements, and each plane of a chunk
 * becomes a zstd frame, so the memory that is needed does not grow with the tensor.
 */
final class PlanesEncoder implements TensorEncoder {

  /** Elements of a chunk: what a zstd block holds. */
  static final int CHUNK = 128 * 1024;

  private static final ZstdFrames FRAMES = new ZstdFrames(1);

  private final Encoding encoding;
  private final WordForm form;
  private final TensorSpec spec;

  PlanesEncoder(Encoding encoding, WordForm form, TensorSpec spec) {
    this.encoding = encoding;
    this.form = form;
    this.spec = spec;
  }

  @Override
  public Encoding encoding() {
    return encoding;
  }

  @Override
  public ByteBuffer encode(Tensor tensor) {
    Codecs.requireSpec(tensor, spec);
    ByteBuffer data = tensor.data().duplicate().order(tensor.data().order());
    long left = spec.elements() * tensor.batch();
    int[] words = new int[(int) Math.min(CHUNK, left)];
    byte[] plane = new byte[words.length];
    GrowingPayload out = new GrowingPayload((int) ZstdFrames.mostBytes(plane.length));
    for (; left > 0; left -= CHUNK) {
      int n = (int) Math.min(CHUNK, left);
      form.read(data, words, n);
      for (int i = form.planes() - 1; i >= 0; i--) {
        BytePlanes.split(words, n, i, plane);
        FRAMES.write(plane, n, out);
      }
    }
    return out.toBuffer();
  }
}

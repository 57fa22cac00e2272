package io.isthmus.codec;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;

/**
 * Writes bytes without loss, image by image: with a {@link PixelFilter} or without, whichever is
 * smaller.
 */
final class PixelsEncoder implements TensorEncoder {

  /** The bytes of an image are packed as they are. */
  static final byte PLAIN = 0;

  /** The differences of a {@link PixelFilter} are packed. */
  static final byte FILTERED = 1;

  private static final ZstdFrames FRAMES = new ZstdFrames(1);

  private final TensorSpec spec;

  PixelsEncoder(TensorSpec spec) {
    this.spec = spec;
  }

  @Override
  public Encoding encoding() {
    return Encoding.LOSSLESS;
  }

  @Override
  public ByteBuffer encode(Tensor tensor) {
    Codecs.requireSpec(tensor, spec);
    ByteBuffer data = tensor.data().duplicate();
    byte[] image = new byte[(int) spec.elements()];
    byte[] differences = new byte[image.length];
    PixelFilter filter = new PixelFilter(TensorPlanes.of(spec));
    GrowingPayload out = new GrowingPayload((int) ZstdFrames.mostBytes(image.length));
    for (int i = 0; i < tensor.batch(); i++) {
      data.get(image);
      filter.apply(image, differences);
      writeSmaller(packed(PLAIN, image), packed(FILTERED, differences), out);
    }
    return out.toBuffer();
  }

  private static GrowingPayload packed(byte form, byte[] bytes) {
    GrowingPayload frame = new GrowingPayload(1 + (int) ZstdFrames.mostBytes(bytes.length));
    frame.withRoom(1)[0] = form;
    frame.advance(1);
    FRAMES.write(bytes, bytes.length, frame);
    return frame;
  }

  private static void writeSmaller(GrowingPayload a, GrowingPayload b, GrowingPayload out) {
    ByteBuffer smaller = (a.length() <= b.length() ? a : b).toBuffer();
    int length = smaller.remaining();
    smaller.get(out.withRoom(length), out.length(), length);
    out.advance(length);
  }
}

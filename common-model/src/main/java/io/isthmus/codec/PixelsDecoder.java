package io.isthmus.codec;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.MalformedTensorException;
import java.nio.ByteBuffer;

/** Reads what {@link PixelsEncoder} writes. Beside the target it needs memory for one image. */
final class PixelsDecoder implements TensorDecoder {

  private final TensorSpec spec;

  PixelsDecoder(TensorSpec spec) {
    this.spec = spec;
  }

  @Override
  public Encoding encoding() {
    return Encoding.LOSSLESS;
  }

  @Override
  public long mostBytes(int batch) {
    return batch * (1 + ZstdFrames.mostBytes((int) spec.elements()));
  }

  @Override
  public void decode(ByteBuffer payload, int batch, ByteBuffer target)
      throws MalformedTensorException {
    Codecs.requireRoom(target, spec, batch);
    ByteBuffer in = payload.duplicate();
    ByteBuffer out = target.duplicate();
    PixelFilter filter = new PixelFilter(TensorPlanes.of(spec));
    byte[] image = new byte[(int) spec.elements()];
    for (int i = 0; i < batch; i++) {
      byte form = in.hasRemaining() ? in.get() : -1;
      if (form != PixelsEncoder.PLAIN && form != PixelsEncoder.FILTERED) {
        throw new MalformedTensorException("an image's form must be 0 or 1");
      }
      ZstdFrames.read(in, image, image.length);
      if (form == PixelsEncoder.FILTERED) {
        filter.undo(image);
      }
      out.put(image);
    }
    if (in.hasRemaining()) {
      throw new MalformedTensorException("the payload goes on after the tensor's data");
    }
  }
}

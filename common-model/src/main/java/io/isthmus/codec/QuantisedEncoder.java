package io.isthmus.codec;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes levels of a quantiser: bounds of the channels, then a byte for each level, in zstd. */
final class QuantisedEncoder implements TensorEncoder {

  private final Encoding encoding;
  private final TensorSpec spec;
  private final TensorPlanes planes;
  private final Quantiser quantiser;

  QuantisedEncoder(Encoding encoding, TensorSpec spec, Quantiser quantiser) {
    this.encoding = encoding;
    this.spec = spec;
    this.planes = TensorPlanes.of(spec);
    this.quantiser = quantiser;
    if (quantiser.channels().size() != planes.channels()
        || quantiser.channels().stream().anyMatch(c -> c.levels() > encoding.parameter())) {
      throw new IllegalArgumentException(
          "%s takes a quantiser of %d channels with at most %d levels"
              .formatted(encoding, planes.channels(), encoding.parameter()));
    }
  }

  @Override
  public Encoding encoding() {
    return encoding;
  }

  @Override
  public ByteBuffer encode(Tensor tensor) {
    Codecs.requireSpec(tensor, spec);
    ByteBuffer bytes =
        ByteBuffer.allocate(9 * planes.channels() + tensor.batch() * planes.elements());
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    for (Quantiser.Channel channel : quantiser.channels()) {
      bytes.putShort((short) channel.exponent()).putInt(channel.zero());
      bytes.put((byte) (channel.levels() - 1));
    }
    var values = tensor.data().duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer();
    float[] plane = new float[planes.size()];
    for (int image = 0; image < tensor.batch(); image++) {
      for (Quantiser.Channel channel : quantiser.channels()) {
        values.get(plane);
        for (float value : plane) {
          int level = (int) Math.rint(value / channel.step()) - channel.zero();
          bytes.put((byte) Math.max(0, Math.min(channel.levels() - 1, level)));
        }
      }
    }
    GrowingPayload out = new GrowingPayload(1024);
    new ZstdFrames(3).write(bytes.array(), bytes.position(), out);
    return out.toBuffer();
  }
}

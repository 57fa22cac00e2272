package io.isthmus.codec;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** Writes levels of a quantiser, entropy-coded; docs/encodings.md has the form. */
final class QuantisedEncoder implements TensorEncoder {

  private final Encoding encoding;
  private final TensorSpec spec;
  private final TensorPlanes planes;
  private final List<Quantiser.Channel> channels;

  QuantisedEncoder(Encoding encoding, TensorSpec spec, Quantiser quantiser) {
    this.encoding = encoding;
    this.spec = spec;
    this.planes = TensorPlanes.of(spec);
    this.channels = quantiser.channels();
    if (channels.size() != planes.channels()
        || channels.stream().anyMatch(c -> c.levels() > encoding.parameter())) {
      throw new IllegalArgumentException(
          "%s takes a quantiser of %d channels with at most %d levels here"
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
    byte[] stored = stored(tensor);
    byte[] coded = new byte[stored.length];
    int end = code(stored, tensor.batch(), new RangeEncoder(coded, QuantisedForm.HEAD));
    return end < 0
        ? QuantisedForm.finish(stored, QuantisedForm.STORED, stored.length)
        : QuantisedForm.finish(coded, QuantisedForm.CODED, end);
  }

  private byte[] stored(Tensor tensor) {
    byte[] stored = new byte[(int) QuantisedForm.storedBytes(planes, tensor.batch())];
    ByteBuffer bounds = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    bounds.position(QuantisedForm.HEAD);
    for (Quantiser.Channel channel : channels) {
      bounds.putShort((short) channel.exponent()).putInt(channel.zero());
    }
    FloatBuffer values = tensor.data().duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer();
    float[] plane = new float[planes.size()];
    int next = bounds.position();
    for (int image = 0; image < tensor.batch(); image++) {
      for (Quantiser.Channel channel : channels) {
        values.get(plane);
        LevelQuantiser.quantise(plane, channel, stored, next);
        next += plane.length;
      }
    }
    return stored;
  }

  private int code(byte[] stored, int batch, RangeEncoder coder) {
    ChannelCoder heads = new ChannelCoder(coder);
    LevelChannel[] told = new LevelChannel[planes.channels()];
    for (int c = 0; c < told.length; c++) {
      told[c] = heads.code(channel(stored, batch, c));
    }
    LevelCoder coded = new LevelCoder(coder, planes);
    int[] levels = new int[planes.size()];
    for (int image = 0; image < batch; image++) {
      coded.beginImage();
      for (int c = 0; c < told.length; c++) {
        int offset = told[c].centre() - channels.get(c).zero();
        int from = start(image, c);
        for (int i = 0; i < levels.length; i++) {
          levels[i] = (stored[from + i] & 0xff) - offset;
        }
        coded.code(levels, told[c].scale());
      }
    }
    return coder.finish();
  }

  private LevelChannel channel(byte[] stored, int batch, int c) {
    int count = batch * planes.size();
    long sum = 0;
    for (int image = 0; image < batch; image++) {
      sum += sumOfDistances(stored, start(image, c), 0);
    }
    int centre = (int) ((sum + count / 2) / count);
    long distances = 0;
    for (int image = 0; image < batch; image++) {
      distances += sumOfDistances(stored, start(image, c), centre);
    }
    Quantiser.Channel channel = channels.get(c);
    int scale = LevelScale.of(distances, count);
    return new LevelChannel(channel.exponent(), channel.zero() + centre, scale);
  }

  private long sumOfDistances(byte[] stored, int from, int centre) {
    int sum = 0;
    for (int i = from; i < from + planes.size(); i++) {
      sum += Math.abs((stored[i] & 0xff) - centre);
    }
    return sum;
  }

  /** Where the levels of a channel of an image begin. */
  private int start(int image, int c) {
    int plane = image * planes.channels() + c;
    return QuantisedForm.HEAD + QuantisedForm.BOUNDS * planes.channels() + plane * planes.size();
  }
}

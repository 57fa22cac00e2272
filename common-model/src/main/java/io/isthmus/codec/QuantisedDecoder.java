package io.isthmus.codec;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.MalformedTensorException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads what {@link QuantisedEncoder} writes. */
final class QuantisedDecoder implements TensorDecoder {

  private final Encoding encoding;
  private final TensorSpec spec;
  private final TensorPlanes planes;

  QuantisedDecoder(Encoding encoding, TensorSpec spec) {
    this.encoding = encoding;
    this.spec = spec;
    this.planes = TensorPlanes.of(spec);
  }

  @Override
  public Encoding encoding() {
    return encoding;
  }

  @Override
  public long mostBytes(int batch) {
    return 1024 + 10L * planes.channels() + spec.elements() * batch * 9 / 8;
  }

  @Override
  public void decode(ByteBuffer payload, int batch, ByteBuffer target)
      throws MalformedTensorException {
    Codecs.requireRoom(target, spec, batch);
    byte[] block = new byte[7 * planes.channels() + batch * planes.elements()];
    ByteBuffer in = payload.duplicate();
    ZstdFrames.read(in, block, block.length);
    if (in.hasRemaining()) {
      throw new MalformedTensorException("the payload goes on after the tensor's data");
    }
    ByteBuffer bytes = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    Quantiser.Channel[] channels = new Quantiser.Channel[planes.channels()];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = channel(bytes.getShort(), bytes.getInt(), 1 + (bytes.get() & 0xff));
    }
    ByteBuffer out = target.duplicate().order(target.order());
    for (int image = 0; image < batch; image++) {
      for (Quantiser.Channel channel : channels) {
        for (int i = 0; i < planes.size(); i++) {
          out.putFloat(channel.step() * (channel.zero() + level(bytes, channel)));
        }
      }
    }
  }

  private Quantiser.Channel channel(int exponent, int zero, int levels)
      throws MalformedTensorException {
    try {
      if (levels <= encoding.parameter()) {
        return new Quantiser.Channel(exponent, zero, levels);
      }
    } catch (IllegalArgumentException e) {
      // refused below
    }
    throw new MalformedTensorException("the bounds of a channel are out of range");
  }

  private static int level(ByteBuffer bytes, Quantiser.Channel channel)
      throws MalformedTensorException {
    int level = bytes.get() & 0xff;
    if (level >= channel.levels()) {
      throw new MalformedTensorException("a level is out of range");
    }
    return level;
  }
}

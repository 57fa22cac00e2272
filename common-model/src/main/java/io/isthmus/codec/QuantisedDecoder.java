package io.isthmus.codec;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.MalformedTensorException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Reads what {@link QuantisedEncoder} writes. Beside the target it needs memory for one image. */
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
    return QuantisedForm.storedBytes(planes, batch);
  }

  @Override
  public void decode(ByteBuffer payload, int batch, ByteBuffer target)
      throws MalformedTensorException {
    Codecs.requireRoom(target, spec, batch);
    int length = payload.remaining();
    require(
        length > QuantisedForm.HEAD && length <= mostBytes(batch),
        "the payload is too short or too long for the tensor");
    int start = payload.arrayOffset() + payload.position();
    require(
        QuantisedForm.isWhole(payload.array(), start, length),
        "the payload's checksum is that of other bytes");
    FloatBuffer values = target.duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer();
    byte form = payload.get(payload.position() + 2);
    require(
        form == QuantisedForm.CODED || form == QuantisedForm.STORED,
        "the payload's form must be 0 or 1");
    if (form == QuantisedForm.CODED) {
      int from = start + QuantisedForm.HEAD;
      readCoded(new RangeDecoder(payload.array(), from, start + length), batch, values);
    } else {
      require(length == mostBytes(batch), "the payload ends within the tensor's data");
      readStored(payload.duplicate().order(ByteOrder.LITTLE_ENDIAN), batch, values);
    }
  }

  private void readCoded(RangeDecoder coder, int batch, FloatBuffer values)
      throws MalformedTensorException {
    LevelChannel[] channels = new LevelChannel[planes.channels()];
    ChannelCoder heads = new ChannelCoder(coder);
    for (int c = 0; c < channels.length; c++) {
      channels[c] = heads.code(LevelChannel.NONE);
      requireBounds(channels[c].exponent(), channels[c].centre(), Encoding.MOST_LEVELS);
      int scale = channels[c].scale();
      require(scale >= 0 && scale <= LevelScale.MOST, "a channel's scale is out of range");
    }
    LevelCoder coded = new LevelCoder(coder, planes);
    int[] levels = new int[planes.size()];
    for (int image = 0; image < batch; image++) {
      coded.beginImage();
      for (int c = 0; c < channels.length; c++) {
        coded.code(levels, channels[c].scale());
        require(!coder.isExhausted(), "the payload ends within the tensor's data");
        write(levels, 1 - encoding.parameter(), channels[c], values);
      }
    }
    require(coder.isAtEnd(), "the payload does not end with the tensor's data");
  }

  private void readStored(ByteBuffer payload, int batch, FloatBuffer values)
      throws MalformedTensorException {
    payload.position(payload.position() + QuantisedForm.HEAD);
    LevelChannel[] channels = new LevelChannel[planes.channels()];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = new LevelChannel(payload.getShort(), payload.getInt(), 0);
      requireBounds(channels[c].exponent(), channels[c].centre(), 0);
    }
    byte[] bytes = new byte[planes.size()];
    int[] levels = new int[bytes.length];
    for (int plane = 0; plane < batch * channels.length; plane++) {
      payload.get(bytes);
      for (int i = 0; i < bytes.length; i++) {
        levels[i] = bytes[i] & 0xff;
      }
      write(levels, 0, channels[plane % channels.length], values);
    }
  }

  /** Appends the values of a channel's levels, which may be {@code lowest} to the parameter - 1. */
  private void write(int[] levels, int lowest, LevelChannel channel, FloatBuffer values)
      throws MalformedTensorException {
    float step = new Quantiser.Channel(channel.exponent(), 0, 1).step();
    float[] plane = new float[levels.length];
    int least = 0;
    int most = 0;
    for (int i = 0; i < levels.length; i++) {
      least = Math.min(least, levels[i]);
      most = Math.max(most, levels[i]);
      plane[i] = step * (channel.centre() + levels[i]);
    }
    require(least >= lowest && most < encoding.parameter(), "a level is out of range");
    values.put(plane);
  }

  private static void requireBounds(int exponent, int level, int room)
      throws MalformedTensorException {
    require(
        Math.abs(exponent) <= Quantiser.MOST_EXPONENT
            && Math.abs((long) level) <= Quantiser.MOST_ZERO + room,
        "a channel's step or level is out of range");
  }

  private static void require(boolean condition, String message) throws MalformedTensorException {
    if (!condition) {
      throw new MalformedTensorException(message);
    }
  }
}

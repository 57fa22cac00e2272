package io.isthmus.fuzz;

import io.isthmus.codec.Codecs;
import io.isthmus.codec.TensorDecoder;
import io.isthmus.encoding.Encoding;
import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.MalformedTensorException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32;

/** Encoded tensors: a payload is refused, or gives finite values; no target is larger. */
public final class EncodingTarget {

  private static final int BATCH = 2;
  private static final TensorSpec FLOATS = new TensorSpec(DType.F32, List.of(3, 4, 5));
  private static final TensorSpec PIXELS = new TensorSpec(DType.U8, List.of(3, 4, 5));

  private static final List<TensorDecoder> DECODERS =
      List.of(
          Codecs.decoder(Encoding.LOSSLESS, FLOATS),
          Codecs.decoder(Encoding.F16, FLOATS),
          Codecs.decoder(Encoding.quantised(16), FLOATS));

  private EncodingTarget() {}

  /** One payload, read in every encoding; once more with the checksum that belongs to it. */
  public static void fuzzerTestOneInput(byte[] payload) {
    tryPixels(payload);
    for (TensorDecoder decoder : DECODERS) {
      tryFloats(decoder, payload);
    }
    if (payload.length > 2) {
      tryFloats(DECODERS.get(2), withChecksum(payload));
    }
  }

  private static void tryPixels(byte[] payload) {
    ByteBuffer target = ByteBuffer.allocateDirect((int) PIXELS.bytes(BATCH));
    try {
      Codecs.decoder(Encoding.LOSSLESS, PIXELS)
          .decode(ByteBuffer.wrap(payload), BATCH, target.order(ByteOrder.nativeOrder()));
    } catch (MalformedTensorException e) {
      // refused, as most are
    }
  }

  private static void tryFloats(TensorDecoder decoder, byte[] payload) {
    ByteBuffer target = ByteBuffer.allocateDirect((int) FLOATS.bytes(BATCH));
    try {
      decoder.decode(ByteBuffer.wrap(payload), BATCH, target.order(ByteOrder.nativeOrder()));
    } catch (MalformedTensorException e) {
      return; // refused, as most are
    }
    while (target.hasRemaining()) {
      if (!Float.isFinite(target.getFloat())) {
        throw new IllegalStateException("a value that is not finite");
      }
    }
    if (payload.length > decoder.mostBytes(BATCH)) {
      throw new IllegalStateException("a payload that is longer than the longest");
    }
  }

  private static byte[] withChecksum(byte[] payload) {
    byte[] copy = payload.clone();
    CRC32 crc = new CRC32();
    crc.update(copy, 2, copy.length - 2);
    copy[0] = (byte) crc.getValue();
    copy[1] = (byte) (crc.getValue() >> Byte.SIZE);
    return copy;
  }
}

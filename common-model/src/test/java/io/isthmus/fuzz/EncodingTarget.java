package io.isthmus.fuzz;

import io.isthmus.codec.TensorDecoder;
import io.isthmus.encoding.Encoding;
import io.isthmus.image.AllCodecs;
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

  /** Its pixels are more bytes than most scans of so few blocks. */
  private static final TensorSpec PICTURE = new TensorSpec(DType.U8, List.of(3, 12, 20));

  private static final TensorSpec GREY = new TensorSpec(DType.U8, List.of(1, 16, 16));

  private static final List<TensorDecoder> DECODERS =
      List.of(
          AllCodecs.decoder(Encoding.LOSSLESS, FLOATS),
          AllCodecs.decoder(Encoding.F16, FLOATS),
          AllCodecs.decoder(Encoding.quantised(16), FLOATS));

  private EncodingTarget() {}

  /** One payload, read in every encoding; once more with the checksum that belongs to it. */
  public static void fuzzerTestOneInput(byte[] payload) {
    tryPixels(Encoding.LOSSLESS, PIXELS, payload);
    tryPixels(Encoding.jpeg(90), PICTURE, payload);
    tryPixels(Encoding.jpeg(10), GREY, payload);
    for (TensorDecoder decoder : DECODERS) {
      tryFloats(decoder, payload);
    }
    if (payload.length > 2) {
      tryFloats(DECODERS.get(2), withChecksum(payload));
    }
  }

  private static void tryPixels(Encoding encoding, TensorSpec spec, byte[] payload) {
    TensorDecoder decoder = AllCodecs.decoder(encoding, spec);
    ByteBuffer target = ByteBuffer.allocateDirect((int) spec.bytes(BATCH));
    try {
      decoder.decode(ByteBuffer.wrap(payload), BATCH, target.order(ByteOrder.nativeOrder()));
    } catch (MalformedTensorException e) {
      return; // refused, as most are
    }
    if (payload.length > decoder.mostBytes(BATCH)) {
      throw new IllegalStateException("a payload that is longer than the longest");
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

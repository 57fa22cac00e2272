package io.isthmus.calibrating;

import io.isthmus.codec.TensorDecoder;
import io.isthmus.codec.TensorEncoder;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.image.AllCodecs;
import io.isthmus.network.EncodedTensorBody;
import io.isthmus.network.TensorBody;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** An encoding at a cut, and what has been counted of it. */
final class MeasuredEncoding {

  private final TensorSpec spec;
  private final String bodyName;
  private final OptionTally tally;
  private final @Nullable TensorEncoder encoder;
  private final @Nullable TensorDecoder decoder;

  /**
   * An encoding of a tensor.
   *
   * @param bodyName what the tensor is called in its body
   */
  MeasuredEncoding(
      Encoding encoding, TensorSpec spec, String bodyName, @Nullable Quantiser quantiser) {
    this.spec = spec;
    this.bodyName = bodyName;
    this.tally = new OptionTally(encoding, quantiser);
    boolean coded = encoding.isCoded();
    this.encoder = coded ? AllCodecs.encoder(encoding, spec, quantiser) : null;
    this.decoder = coded ? AllCodecs.decoder(encoding, spec) : null;
  }

  OptionTally tally() {
    return tally;
  }

  /**
   * Writes an image and reads it again.
   *
   * @param image a batch of one
   * @param target gets what is read, in native byte order
   * @return bytes on the wire, the body's header included
   */
  long cross(Tensor image, ByteBuffer target) {
    if (encoder == null || decoder == null) {
      target.put(image.data());
      return TensorBody.size(bodyName, spec, 1);
    }
    ByteBuffer payload = encoder.encode(image);
    long size = payload.remaining();
    try {
      decoder.decode(payload, 1, target.order(ByteOrder.nativeOrder()));
    } catch (MalformedTensorException e) {
      throw new IllegalStateException(tally.encoding() + " does not read what it wrote", e);
    }
    return new EncodedTensorBody(bodyName, tally.encoding(), spec, 1).size(size);
  }
}

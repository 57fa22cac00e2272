package io.isthmus.calibrating;

import io.isthmus.codec.CutDecoder;
import io.isthmus.codec.CutEncoder;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.image.AllCodecs;
import io.isthmus.network.CutTensors;
import io.isthmus.network.EncodedTensorBody;
import io.isthmus.network.TensorBody;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An encoding at a cut, and what has been counted of it. */
final class MeasuredEncoding {

  private final CutTensors tensors;
  private final OptionTally tally;
  private final @Nullable CutEncoder encoder;
  private final @Nullable CutDecoder decoder;

  /** An encoding of the tensors of a cut. */
  MeasuredEncoding(Encoding encoding, CutTensors tensors, @Nullable Quantiser quantiser) {
    this.tensors = tensors;
    this.tally = new OptionTally(encoding, quantiser);
    boolean coded = encoding.isCoded();
    this.encoder = coded ? AllCodecs.encoder(encoding, tensors, quantiser) : null;
    this.decoder = coded ? AllCodecs.decoder(encoding, tensors) : null;
  }

  OptionTally tally() {
    return tally;
  }

  /**
   * Writes an image and reads it again.
   *
   * @param image a batch of one, of each tensor
   * @param targets get what is read, in native byte order
   * @return bytes on the wire, the body's header included
   */
  long cross(List<Tensor> image, List<ByteBuffer> targets) {
    if (encoder == null || decoder == null) {
      for (int i = 0; i < targets.size(); i++) {
        targets.get(i).put(image.get(i).data());
      }
      return TensorBody.size(tensors, 1);
    }
    List<ByteBuffer> payloads = encoder.encode(image);
    List<Integer> sizes = payloads.stream().map(ByteBuffer::remaining).toList();
    try {
      for (int i = 0; i < targets.size(); i++) {
        decoder.decode(i, payloads.get(i), 1, targets.get(i).order(ByteOrder.nativeOrder()));
      }
    } catch (MalformedTensorException e) {
      throw new IllegalStateException(tally.encoding() + " does not read what it wrote", e);
    }
    return new EncodedTensorBody(tensors, tally.encoding(), 1).size(sizes);
  }
}

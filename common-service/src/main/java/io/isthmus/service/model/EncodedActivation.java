package io.isthmus.service.model;

import io.isthmus.codec.CutDecoder;
import io.isthmus.engine.Activation;
import io.isthmus.network.DType;
import io.isthmus.tensor.FiniteFloats;
import io.isthmus.tensor.MalformedTensorException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An activation that came encoded.
 *
 * @param target memory for it
 * @param decoder reads the payloads
 * @param payloads what came of each tensor, in native memory
 */
public record EncodedActivation(Activation target, CutDecoder decoder, List<ByteBuffer> payloads) {

  /** Bytes of each payload. */
  public List<Integer> bytes() {
    return payloads.stream().map(ByteBuffer::remaining).toList();
  }

  /** Fills the target and gives it; belongs on an inference thread. */
  Activation decode() throws MalformedTensorException {
    List<ByteBuffer> buffers = target.buffers();
    for (int i = 0; i < buffers.size(); i++) {
      ByteBuffer values = buffers.get(i);
      ByteBuffer payload = onHeap(payloads.get(i));
      decoder.decode(i, payload, target.batch(), values.duplicate().order(values.order()));
      if (target.spec().specs().get(i).dtype() == DType.F32) {
        FiniteFloats.require(values);
      }
    }
    return target;
  }

  /** Only as many copies exist as there are inference threads. */
  private static ByteBuffer onHeap(ByteBuffer payload) {
    ByteBuffer bytes = payload.duplicate();
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
  }
}

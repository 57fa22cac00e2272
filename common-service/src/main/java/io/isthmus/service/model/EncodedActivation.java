package io.isthmus.service.model;

import io.isthmus.codec.TensorDecoder;
import io.isthmus.engine.Activation;
import io.isthmus.network.DType;
import io.isthmus.tensor.FiniteFloats;
import io.isthmus.tensor.MalformedTensorException;
import java.nio.ByteBuffer;

/**
 * An activation that came encoded.
 *
 * @param target memory for it
 * @param decoder reads the payload
 * @param payload what came, in native memory
 */
public record EncodedActivation(Activation target, TensorDecoder decoder, ByteBuffer payload) {

  /** Fills the target and gives it; belongs on an inference thread. */
  Activation decode() throws MalformedTensorException {
    ByteBuffer values = target.buffer();
    decoder.decode(onHeap(), target.batch(), values.duplicate().order(values.order()));
    if (target.tensor().spec().dtype() == DType.F32) {
      FiniteFloats.require(values);
    }
    return target;
  }

  /** Only as many copies exist as there are inference threads. */
  private ByteBuffer onHeap() {
    ByteBuffer bytes = payload.duplicate();
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
  }
}

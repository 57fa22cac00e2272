package io.isthmus.codec;

import io.isthmus.encoding.Encoding;
import io.isthmus.tensor.MalformedTensorException;
import java.nio.ByteBuffer;

/** Reads payloads of one encoding and one kind of tensor. Stateless: many threads may share one. */
public interface TensorDecoder {

  /** The encoding. */
  Encoding encoding();

  /**
   * The most bytes that a payload of this encoding can have for a batch; whoever receives it need
   * not take more.
   */
  long mostBytes(int batch);

  /**
   * Reads a payload.
   *
   * @param payload a heap buffer, to its limit; it comes from the network and may be anything
   * @param batch number of images
   * @param target a direct buffer in native byte order with exactly the bytes of the batch
   *     remaining
   * @throws MalformedTensorException if the payload is not what {@link TensorEncoder#encode} writes
   *     for such a batch: too short, too long, levels or bounds out of range
   */
  void decode(ByteBuffer payload, int batch, ByteBuffer target) throws MalformedTensorException;
}

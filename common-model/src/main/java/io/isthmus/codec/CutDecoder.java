package io.isthmus.codec;

import io.isthmus.encoding.Encoding;
import io.isthmus.tensor.MalformedTensorException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads the tensors of a cut in one encoding.
 *
 * @param decoders one for each tensor, in their order, all of the same encoding
 */
public record CutDecoder(List<TensorDecoder> decoders) {

  /** Copies the list. */
  public CutDecoder {
    decoders = List.copyOf(decoders);
  }

  /** The encoding. */
  public Encoding encoding() {
    return decoders.get(0).encoding();
  }

  /**
   * Reads the payload of one tensor; see {@link TensorDecoder#decode}.
   *
   * @param tensor which of them, from 0
   */
  public void decode(int tensor, ByteBuffer payload, int batch, ByteBuffer target)
      throws MalformedTensorException {
    decoders.get(tensor).decode(payload, batch, target);
  }
}

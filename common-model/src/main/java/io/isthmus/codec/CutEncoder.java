package io.isthmus.codec;

import io.isthmus.encoding.Encoding;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the tensors of a cut in one encoding, each as a payload of its own.
 *
 * @param encoders one for each tensor, in their order, all of the same encoding
 */
public record CutEncoder(List<TensorEncoder> encoders) {

  /** Copies the list. */
  public CutEncoder {
    encoders = List.copyOf(encoders);
  }

  /** The encoding. */
  public Encoding encoding() {
    return encoders.get(0).encoding();
  }

  /**
   * The payloads of a batch.
   *
   * @param tensors the values of each; their buffers are left as they were
   * @return heap buffers, ready to be read
   */
  public List<ByteBuffer> encode(List<Tensor> tensors) {
    List<ByteBuffer> payloads = new ArrayList<>(tensors.size());
    for (int i = 0; i < encoders.size(); i++) {
      payloads.add(encoders.get(i).encode(tensors.get(i)));
    }
    return payloads;
  }
}

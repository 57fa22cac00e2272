package io.isthmus.tensor;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.network.TensorSpec;

/**
 * How tensors that are received may be written.
 *
 * @param known the encodings that are read
 * @param limit how long a payload may be
 */
public record AcceptedEncodings(KnownEncodings known, PayloadLimit limit) {

  /** Tensors in their own types alone. */
  public static final AcceptedEncodings RAW =
      new AcceptedEncodings(KnownEncodings.RAW, (encoding, spec, batch) -> 0);

  /** Tells how long a payload may be. */
  public interface PayloadLimit {

    /** The most bytes that a batch of a tensor can have in an encoding other than raw. */
    long mostBytes(Encoding encoding, TensorSpec spec, int batch);
  }
}

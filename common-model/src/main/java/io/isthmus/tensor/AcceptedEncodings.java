package io.isthmus.tensor;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.KnownEncodings;

/**
 * How a tensor that is received may be written.
 *
 * @param known the encodings that are read
 * @param limit how long a payload may be
 */
public record AcceptedEncodings(KnownEncodings known, PayloadLimit limit) {

  /** A tensor in its own type alone. */
  public static final AcceptedEncodings RAW =
      new AcceptedEncodings(KnownEncodings.RAW, (encoding, batch) -> 0);

  /** Tells how long a payload may be. */
  public interface PayloadLimit {

    /** The most bytes that a batch can have in an encoding other than raw. */
    long mostBytes(Encoding encoding, int batch);
  }
}

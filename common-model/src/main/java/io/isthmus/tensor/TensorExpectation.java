package io.isthmus.tensor;

import io.isthmus.network.TensorSpec;

/**
 * What a receiver is ready to take: everything about the tensor but its batch size is known before
 * the first byte arrives, so nothing that a sender declares can make the receiver allocate more.
 *
 * @param name the tensor's name in the header
 * @param spec type and shape of one image's part
 * @param maxBatch largest batch that is accepted
 * @param encodings how it may be written
 */
public record TensorExpectation(
    String name, TensorSpec spec, int maxBatch, AcceptedEncodings encodings) {

  /** A tensor that is taken in its own type alone. */
  public TensorExpectation(String name, TensorSpec spec, int maxBatch) {
    this(name, spec, maxBatch, AcceptedEncodings.RAW);
  }
}

package io.isthmus.profile;

/**
 * How long a machine takes to write and to read tensors in encodings of one kind.
 *
 * @param kind the kind's word, such as {@code q}
 * @param encodeNs nanoseconds to write an element
 * @param decodeNs nanoseconds to read one
 */
public record CodecTiming(String kind, double encodeNs, double decodeNs) {

  /** The same on a machine that is {@code factor} times slower. */
  CodecTiming slowed(double factor) {
    return new CodecTiming(kind, factor * encodeNs, factor * decodeNs);
  }
}

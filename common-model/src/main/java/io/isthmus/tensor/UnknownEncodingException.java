package io.isthmus.tensor;

/**
 * A tensor is written in a way that its receiver does not read; the message lists those it does.
 */
public final class UnknownEncodingException extends MalformedTensorException {
  private static final long serialVersionUID = 1L;

  /** The message names the encodings that are read. */
  public UnknownEncodingException(String message) {
    super(message);
  }
}

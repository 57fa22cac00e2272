package io.isthmus.tensor;

/**
 * A tensor that came over the wire is not what was agreed on; the message is fit for its sender.
 */
public class MalformedTensorException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The message says what is wrong and what was expected. */
  public MalformedTensorException(String message) {
    super(message);
  }
}

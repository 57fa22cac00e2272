package io.isthmus.cli;

/** Right usage, but it did not work out; the message says why. Exit code 1. */
public final class FailedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** The message is shown as it is. */
  public FailedException(String message) {
    super(message);
  }
}

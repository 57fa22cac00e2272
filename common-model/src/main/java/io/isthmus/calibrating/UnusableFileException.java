package io.isthmus.calibrating;

/** A file that cannot be an input of the network; the message says why. */
final class UnusableFileException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableFileException(String message) {
    super(message);
  }
}

package io.isthmus.model;

/** A model package cannot be used; the message names the package, the file and the reason. */
public final class InvalidPackageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The message is shown to the user as it is. */
  public InvalidPackageException(String message) {
    super(message);
  }
}

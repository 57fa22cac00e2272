package io.isthmus.cli;

/** The user asked for something that cannot be; the message says why in one line. Exit code 2. */
public final class UsageException extends Exception {

  private static final long serialVersionUID = 1L;

  /** The message is shown as it is. */
  public UsageException(String message) {
    super(message);
  }
}

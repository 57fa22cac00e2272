package io.isthmus.library;

/** A native library cannot be loaded; the message is for whoever starts the process. */
public final class NativeLibraryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what went wrong. */
  public NativeLibraryException(String message, Throwable cause) {
    super(message, cause);
  }

  /** For what no other exception tells. */
  public NativeLibraryException(String message) {
    super(message);
  }
}

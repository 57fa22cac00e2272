package io.isthmus.library;

/** libtorch cannot be loaded; the message is for whoever starts the process. */
public final class NativeLibraryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NativeLibraryException(String message, Throwable cause) {
    super(message, cause);
  }

  NativeLibraryException(String message) {
    super(message);
  }
}

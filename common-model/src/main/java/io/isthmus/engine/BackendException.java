package io.isthmus.engine;

/** An engine could not compute or allocate. */
public final class BackendException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** For what no exception of an engine tells. */
  public BackendException(String message) {
    super(message);
  }

  /**
   * Wraps the exception of an engine.
   *
   * @param message the engine's own
   */
  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.isthmus.service.security;

/** A configuration that would leave the service less protected than its operator may believe. */
public final class RefusedStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String action;

  /**
   * Ends the start with two sentences for the operator.
   *
   * @param description what is wrong
   * @param action what to do about it
   */
  public RefusedStartException(String description, String action) {
    super(description);
    this.action = action;
  }

  /** What to do about it. */
  public String action() {
    return action;
  }
}

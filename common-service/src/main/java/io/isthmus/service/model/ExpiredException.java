package io.isthmus.service.model;

/** The deadline has passed before the work was begun: it is not begun. */
public final class ExpiredException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says so. */
  public ExpiredException() {
    super("the deadline has passed");
  }
}

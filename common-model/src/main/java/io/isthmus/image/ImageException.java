package io.isthmus.image;

/** Bytes that are no usable image; the message is fit for their sender. */
public final class ImageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the bytes. */
  public enum Problem {
    /** Neither JPEG nor PNG. */
    NOT_AN_IMAGE,
    /** More pixels than are allowed. */
    TOO_LARGE,
    /** A JPEG or PNG that is damaged or of a kind that cannot be read. */
    DAMAGED
  }

  private final Problem problem;

  /** An image was refused. */
  public ImageException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  /** The kind of problem. */
  public Problem problem() {
    return problem;
  }
}

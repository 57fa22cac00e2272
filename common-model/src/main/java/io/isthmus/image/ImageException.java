package io.isthmus.image;

/** Bytes that are no usable image; the message is fit for their sender. */
public final class ImageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the bytes. */
  public enum Problem {
    /** Neither JPEG, PNG nor WebP. */
    NOT_AN_IMAGE,
    /** More pixels than are allowed, or more memory or time to decode them. */
    TOO_LARGE,
    /** A picture that is damaged or of a kind that cannot be read. */
    DAMAGED
  }

  private final Problem problem;

  /** An image was refused. */
  public ImageException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  static ImageException damaged() {
    return new ImageException(
        Problem.DAMAGED, "the image is damaged, cut short or of a kind that cannot be decoded");
  }

  static ImageException unsupported(String kind) {
    return new ImageException(
        Problem.DAMAGED, "the image is %s, which cannot be decoded".formatted(kind));
  }

  static ImageException tooLarge(String message) {
    return new ImageException(Problem.TOO_LARGE, message);
  }

  /** The same refusal with the name of the picture before it; itself where that is empty. */
  ImageException at(String place) {
    return place.isEmpty() ? this : new ImageException(problem, place + ": " + getMessage());
  }

  /** The kind of problem. */
  public Problem problem() {
    return problem;
  }
}

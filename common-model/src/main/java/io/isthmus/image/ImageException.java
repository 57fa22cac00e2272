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

  /** The same refusal, which names the picture if it is one of several. */
  ImageException at(EncodedImage.Place place) {
    return place.of() == 1
        ? this
        : new ImageException(
            problem, "image %d of %d: %s".formatted(place.number(), place.of(), getMessage()));
  }

  /** The kind of problem. */
  public Problem problem() {
    return problem;
  }
}

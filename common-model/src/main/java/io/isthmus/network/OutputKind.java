package io.isthmus.network;

/** What an output of a network means. */
public enum OutputKind {
  /** One value for each class; the largest one names the class. */
  LOGITS("logits"),
  /** A vector that stands for the image. */
  EMBEDDING("embedding"),
  /** Candidates for boxes, a row each: [K,6], see {@link io.isthmus.detection.Candidates}. */
  DETECTIONS("detections"),
  /** One value for each class and pixel: [classes,H,W]. */
  MASK("mask"),
  /** Anything else. */
  TENSOR("tensor");

  private final String word;

  OutputKind(String word) {
    this.word = word;
  }

  /** The name in a manifest. */
  public String word() {
    return word;
  }
}

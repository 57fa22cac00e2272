package io.isthmus.control;

/**
 * Bytes of bodies that went over the link since the start, in exchanges that were answered.
 *
 * @param tailsUp activations and images
 * @param tailsDown logits
 * @param probesUp probes of the link
 */
public record Traffic(long tailsUp, long tailsDown, long probesUp) {

  /** Nothing yet. */
  public static final Traffic NONE = new Traffic(0, 0, 0);

  Traffic tail(long up, long down) {
    return new Traffic(tailsUp + up, tailsDown + down, probesUp);
  }

  Traffic probe(long up) {
    return new Traffic(tailsUp, tailsDown, probesUp + up);
  }
}

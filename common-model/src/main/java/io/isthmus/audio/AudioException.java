package io.isthmus.audio;

/** Bytes that are no usable recording; the message is fit for their sender. */
public final class AudioException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the bytes. */
  public enum Problem {
    /** No WAV file, or one whose samples are written in a way that is not read. */
    UNSUPPORTED,
    /** A WAV file that is damaged, cut short or empty. */
    DAMAGED
  }

  private final Problem problem;

  /** A recording was refused. */
  public AudioException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  static AudioException unsupported(String message) {
    return new AudioException(Problem.UNSUPPORTED, message);
  }

  static AudioException damaged(String message) {
    return new AudioException(Problem.DAMAGED, message);
  }

  /** The same refusal with the name of the recording before it. */
  public AudioException at(String place) {
    return new AudioException(problem, place + ": " + getMessage());
  }

  /** The kind of problem. */
  public Problem problem() {
    return problem;
  }
}

package io.isthmus.profiling;

/** Somebody else needs the machine: what was being measured is given up, and measured again. */
public final class DisturbedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** One without a stack trace: it is thrown wherever a request comes in between. */
  public DisturbedException() {
    super("a measurement was disturbed", null, false, false);
  }
}

package io.isthmus.engine;

/** Is told what loading a package is about to do: the code of a package may never come back. */
@FunctionalInterface
public interface LoadSteps {

  /** Tells nobody. */
  LoadSteps NONE = step -> {};

  /**
   * A step begins, on any thread.
   *
   * @param step a clause such as {@code block3 runs}
   */
  void begins(String step);
}

package io.isthmus.answers;

import java.util.Comparator;

/**
 * One thing that was tried, and what came of it. Nothing in it may change from run to run: no time,
 * no port.
 *
 * @param kind a bad input or a fault
 * @param service what it was tried on: {@code device}, {@code edge}, {@code pair}, {@code library}
 * @param what the input or the fault
 * @param seen the answer, or what its user gets
 * @param test the class and method that tried it
 */
public record Seen(Kind kind, String service, String what, String seen, String test)
    implements Comparable<Seen> {

  /** What sort of trouble. */
  public enum Kind {
    INPUT,
    FAULT
  }

  private static final Comparator<Seen> ORDER =
      Comparator.comparing(Seen::kind)
          .thenComparing(Seen::service)
          .thenComparing(Seen::seen)
          .thenComparing(Seen::what)
          .thenComparing(Seen::test);

  @Override
  public int compareTo(Seen other) {
    return ORDER.compare(this, other);
  }
}

package io.isthmus.cli.stream;

import java.time.Duration;

/**
 * How long to wait before a camera that has gone is tried again: twice as long each time.
 *
 * @param next the next wait
 */
record Backoff(Duration next) {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Before anything has failed, and after anything has worked. */
  static final Backoff NONE = new Backoff(FIRST);

  /** After another failure. */
  Backoff longer() {
    Duration twice = next.multipliedBy(2);
    return new Backoff(twice.compareTo(LONGEST) < 0 ? twice : LONGEST);
  }
}

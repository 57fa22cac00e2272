package io.isthmus.service.settings;

import java.time.Duration;

/**
 * Bounds of properties. Each throws IllegalArgumentException whose message is one sentence with the
 * property's whole name, what is allowed and what was given.
 */
public final class Allowed {

  /** Beyond it nothing waits for anything, and sums in nanoseconds stay far from overflowing. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private Allowed() {}

  /** Throws unless {@code holds}; the message ends in what was given. */
  public static void require(boolean holds, String property, String allowed, Object given) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s must be %s, not %s".formatted(property, allowed, given));
    }
  }

  /** A whole number within bounds, both included. */
  public static void within(String property, long given, long least, long most) {
    require(
        given >= least && given <= most,
        property,
        "a whole number from %d to %d".formatted(least, most),
        given);
  }

  /** A factor of 1 or more that is finite. */
  public static void factor(String property, double given) {
    require(given >= 1 && Double.isFinite(given), property, "a number of 1 or more", given);
  }

  /** A time above 0 and up to a day. */
  public static void positive(String property, Duration given) {
    require(
        given.compareTo(Duration.ZERO) > 0 && given.compareTo(LONGEST) <= 0,
        property,
        "a time above 0 and up to 24h, such as 500ms or 2s",
        text(given));
  }

  /** A time from 0 to a day. */
  public static void notNegative(String property, Duration given) {
    require(
        !given.isNegative() && given.compareTo(LONGEST) <= 0,
        property,
        "a time from 0 to 24h, such as 500ms or 2s",
        text(given));
  }

  private static String text(Duration given) {
    boolean brief = given.abs().compareTo(LONGEST) <= 0;
    return brief ? given.toMillis() + "ms" : given.toString();
  }
}

package io.isthmus.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the documentation says, and whether it holds here.
 *
 * @param text what is claimed
 * @param bound whether the limit is the largest or the smallest value that keeps the claim
 * @param limit that value
 * @param measured value found here
 * @param unit of both
 * @param holds whether the value is within the limit
 */
public record Claim(
    String text, String bound, double limit, double measured, String unit, boolean holds) {

  /** A claim that holds up to a limit. */
  public static Claim atMost(String text, double limit, double measured, String unit) {
    return new Claim(text, "at most", limit, measured, unit, measured <= limit);
  }

  /** A claim that holds from a limit on. */
  public static Claim atLeast(String text, double limit, double measured, String unit) {
    return new Claim(text, "at least", limit, measured, unit, measured >= limit);
  }

  /** Several claims, one a line. */
  public static String lines(List<Claim> claims) {
    return claims.stream().map(Claim::toString).collect(Collectors.joining("\n"));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "claim: %s: %s %s %s; here %.2f %s: %s",
        text,
        bound,
        limit % 1 == 0 ? Long.toString((long) limit) : Double.toString(limit),
        unit,
        measured,
        unit,
        holds ? "holds" : "DOES NOT HOLD");
  }
}

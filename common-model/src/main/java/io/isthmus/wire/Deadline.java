package io.isthmus.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When an answer is of use at the latest, as the {@code Isthmus-Deadline} header tells: so many
 * milliseconds after it was seen. What is told is time that is left, not a time of day: the clocks
 * of two machines need not agree.
 *
 * @param ms time that was left, in milliseconds; infinite for none
 * @param seenNanos when that was so, on the caller's monotonic clock
 */
public record Deadline(double ms, long seenNanos) {

  /** An answer is of use whenever it comes. */
  public static final Deadline NONE = new Deadline(Double.POSITIVE_INFINITY, 0);

  /** What the header must be, for those who sent another one. */
  public static final String FORM =
      "milliseconds that are left, a decimal number above 0 and up to 86400000 (a day), in the"
          + " digits 0 to 9 without a sign or leading zeros";

  private static final double MAX_MS = 86_400_000;

  /** Less cannot be told, and is as good as nothing. */
  private static final double MIN_MS = 0.001;

  private static final Pattern NUMBER = Pattern.compile("(?:0|[1-9][0-9]{0,7})(?:\\.[0-9]{1,20})?");

  /**
   * Reads a header's value.
   *
   * @return {@link #NONE} where there is no header; empty if it is not {@link #FORM}
   */
  public static Optional<Deadline> parse(@Nullable String header, long nowNanos) {
    if (header == null) {
      return Optional.of(NONE);
    }
    String value = header.strip();
    double ms = NUMBER.matcher(value).matches() ? Double.parseDouble(value) : -1;
    return ms > 0 && ms <= MAX_MS ? Optional.of(new Deadline(ms, nowNanos)) : Optional.empty();
  }

  /** Whether there is one. */
  public boolean exists() {
    return ms < Double.POSITIVE_INFINITY;
  }

  /** Time that is left, in milliseconds; negative once it has passed, infinite for none. */
  public double leftMs(long nowNanos) {
    return exists() ? ms - (nowNanos - seenNanos) / 1e6 : Double.POSITIVE_INFINITY;
  }

  /** Whether nothing is left. */
  public boolean passed(long nowNanos) {
    return leftMs(nowNanos) <= 0;
  }

  /** The header's value for somebody else, for a deadline that exists and has not passed. */
  public String toHeader(long nowNanos) {
    return String.format(Locale.ROOT, "%.3f", Math.max(MIN_MS, leftMs(nowNanos)));
  }
}

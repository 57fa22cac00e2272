package io.isthmus.units;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast a link carries data, in bytes per second. Written with its unit, as in {@code 8MB/s} or
 * {@code 500kB/s}; prefixes are decimal, as is the custom for links.
 *
 * @param bytesPerSecond positive and finite
 */
public record DataRate(double bytesPerSecond) {

  private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([kMG]?)B/s");
  private static final MathContext THREE_FIGURES = new MathContext(3, RoundingMode.HALF_UP);
  private static final Map<String, Double> PREFIX = Map.of("", 1.0, "k", 1e3, "M", 1e6, "G", 1e9);

  /** Throws IllegalArgumentException for a rate that is not positive and finite. */
  public DataRate {
    if (!(bytesPerSecond > 0) || Double.isInfinite(bytesPerSecond)) {
      throw new IllegalArgumentException("a rate must be positive: " + bytesPerSecond);
    }
  }

  /** Reads a rate such as {@code 8MB/s}; throws IllegalArgumentException that says the form. */
  public static DataRate parse(String text) {
    Matcher m = FORM.matcher(text.strip());
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a rate; write it with its unit, such as 8MB/s or 500kB/s".formatted(text));
    }
    return new DataRate(Double.parseDouble(m.group(1)) * PREFIX.getOrDefault(m.group(2), 1.0));
  }

  /** The rate as people write it, to three figures. */
  @Override
  public String toString() {
    BigDecimal rounded = new BigDecimal(bytesPerSecond).round(THREE_FIGURES);
    int power = rounded.precision() - rounded.scale() - 1;
    String prefix = power >= 9 ? "G" : power >= 6 ? "M" : power >= 3 ? "k" : "";
    int shift = Math.max(0, Math.min(9, power / 3 * 3));
    String digits = rounded.movePointLeft(shift).stripTrailingZeros().toPlainString();
    return digits + prefix + "B/s";
  }
}

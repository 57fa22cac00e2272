package io.isthmus.cli.predict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as tables show them. */
public final class Figures {

  private static final MathContext FIVE = new MathContext(5);

  private Figures() {}

  /** To five figures, never in scientific notation. */
  public static BigDecimal five(double value) {
    return new BigDecimal(new BigDecimal(value).round(FIVE).stripTrailingZeros().toPlainString());
  }

  /** A part of one, as in {@code 12.3 %}. */
  public static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * part);
  }
}

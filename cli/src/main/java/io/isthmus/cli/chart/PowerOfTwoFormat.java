package io.isthmus.cli.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;

/** Writes 3 as 8: labels of an axis that carries binary logarithms. */
final class PowerOfTwoFormat extends NumberFormat {

  private static final long serialVersionUID = 1L;

  @Override
  public StringBuffer format(double power, StringBuffer to, FieldPosition position) {
    BigDecimal value = new BigDecimal(Math.pow(2, power)).round(new MathContext(3));
    return to.append(value.stripTrailingZeros().toPlainString());
  }

  @Override
  public StringBuffer format(long power, StringBuffer to, FieldPosition position) {
    return format((double) power, to, position);
  }

  @Override
  public Number parse(String text, ParsePosition position) {
    throw new UnsupportedOperationException("labels are only written");
  }
}

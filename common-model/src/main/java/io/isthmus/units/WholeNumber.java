package io.isthmus.units;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Whole numbers in what strangers send: the digits 0 to 9 alone, without sign, blanks or leading
 * zeros. The JDK's own parsers also take a plus, zeros in front and the digits of other scripts, so
 * that one number would have many spellings.
 */
public final class WholeNumber {

  private static final Pattern FORM = Pattern.compile("0|[1-9][0-9]{0,17}");

  private WholeNumber() {}

  /**
   * Reads a text.
   *
   * @param least the smallest number that is taken
   * @param most the largest number that is taken
   * @return empty if it is no whole number, or is not within the bounds
   */
  public static OptionalLong parse(String text, long least, long most) {
    if (!FORM.matcher(text).matches()) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(text);
    return number >= least && number <= most ? OptionalLong.of(number) : OptionalLong.empty();
  }
}

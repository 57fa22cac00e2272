package io.isthmus.units;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of data. Written with its unit, as in {@code 60kB}; prefixes are decimal, as with
 * {@link DataRate}.
 *
 * @param bytes at least 1
 */
public record DataSize(long bytes) {

  private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([kMG]?)B");
  private static final Map<String, Double> PREFIX = Map.of("", 1.0, "k", 1e3, "M", 1e6, "G", 1e9);

  /** Throws IllegalArgumentException for an amount below 1 byte. */
  public DataSize {
    if (bytes < 1) {
      throw new IllegalArgumentException("a size must be at least 1B: " + bytes);
    }
  }

  /** Reads a size such as {@code 60kB}; throws IllegalArgumentException that says the form. */
  public static DataSize parse(String text) {
    Matcher m = FORM.matcher(text.strip());
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a size; write it with its unit, such as 60kB or 1.5MB".formatted(text));
    }
    double factor = PREFIX.getOrDefault(m.group(2), 1.0);
    return new DataSize(Math.round(Double.parseDouble(m.group(1)) * factor));
  }
}

package io.isthmus.wire;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text that somebody else sent, on its way into a log, an answer or a meter's tag. It may hold line
 * breaks that forge a log line, escapes that steer a terminal, and megabytes.
 */
public final class PeerText {

  /** Longer text is cut; enough for a sentence with a fingerprint in it. */
  public static final int LONGEST = 400;

  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

  private PeerText() {}

  /** Whether a text is what a fingerprint must be: 64 hexadecimal digits in lower case. */
  public static boolean isFingerprint(@Nullable String text) {
    return text != null && text.length() == 64 && FINGERPRINT.matcher(text).matches();
  }

  /** The text on one line, cut to {@value #LONGEST} characters; see {@link #shown(String, int)}. */
  public static String shown(@Nullable String text) {
    return shown(text, LONGEST);
  }

  /**
   * The text on one line of at most {@code longest} characters and an ellipsis. What is neither a
   * letter, a digit, a blank nor a usual sign is written as its number, such as {@code \\u000a}.
   */
  public static String shown(@Nullable String text, int longest) {
    if (text == null) {
      return "null";
    }
    StringBuilder shown = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      String piece = harmless(point) ? Character.toString(point) : escaped(point);
      if (shown.length() + piece.length() > longest) {
        return shown.append('…').toString();
      }
      shown.append(piece);
      i += Character.charCount(point);
    }
    return shown.toString();
  }

  private static boolean harmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT, // those that turn the direction of writing, among others
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static String escaped(int point) {
    return String.format(point > 0xffff ? "\\u{%x}" : "\\u%04x", point);
  }
}

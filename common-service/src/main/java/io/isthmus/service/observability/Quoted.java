package io.isthmus.service.observability;

/** What a client sent, as part of what it is told: in quotes, short, and nothing that acts. */
public final class Quoted {

  private static final int MOST = 60;

  private Quoted() {}

  /** A text of which every letter, digit, mark and common sign is kept and all else is a ?. */
  public static String of(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().limit(MOST).map(Quoted::shown).forEach(quoted::appendCodePoint);
    return quoted.append(text.codePointCount(0, text.length()) > MOST ? "…\"" : "\"").toString();
  }

  private static int shown(int c) {
    boolean plain = c >= ' ' && c < 127 && "\"\\<>&".indexOf(c) < 0;
    return plain || (c > 127 && Character.isLetterOrDigit(c)) ? c : '?';
  }
}

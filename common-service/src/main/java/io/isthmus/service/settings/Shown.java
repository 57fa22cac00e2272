package io.isthmus.service.settings;

/** Text of others as it may be logged. */
final class Shown {

  private Shown() {}

  /** Without line breaks and escapes, and cut after so many characters. */
  static String text(String given, int most) {
    String cut = given.length() <= most ? given : given.substring(0, most) + "…";
    return cut.replaceAll("\\p{Cntrl}|[\\p{Zl}\\p{Zp}]", "?");
  }
}

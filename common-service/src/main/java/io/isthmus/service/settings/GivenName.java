package io.isthmus.service.settings;

import java.util.Locale;

/**
 * A name that somebody has given a value.
 *
 * @param name as it was written
 * @param value what it was given; empty where that is no text
 * @param where it was written, to be read behind "set"
 * @param place what kind of place that is
 */
record GivenName(String name, String value, String where, Place place) {

  /** Where a name can be written. */
  enum Place {
    /** An argument: it was meant for this very service. */
    ARGUMENT,
    /** A variable of the environment, which other programs share. */
    VARIABLE,
    /** A file, a system property, JSON in a variable. */
    OTHER
  }

  private static final String OWN = "isthmus";
  private static final int SHOWN = 80;

  /** Whether it sets that property. */
  boolean sets(Setting setting) {
    return setting.isNamedBy(name) || (place == Place.VARIABLE && setting.isVariable(name));
  }

  /** Whether it can only be meant for Isthmus. */
  boolean isOwn() {
    String lower = name.toLowerCase(Locale.ROOT);
    return place == Place.VARIABLE
        ? lower.startsWith(OWN + "_") || lower.startsWith(OWN + ".")
        : lower.startsWith(OWN);
  }

  boolean isEmpty() {
    return value.isBlank();
  }

  /** The name as it may be logged: of one line, and not long. */
  String shown() {
    return Shown.text(name, SHOWN);
  }
}

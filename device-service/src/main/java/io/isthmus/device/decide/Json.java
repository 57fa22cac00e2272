package io.isthmus.device.decide;

import java.util.Locale;

/** How things stand in JSON and in meters. */
public final class Json {

  private Json() {}

  /** An enum constant: {@code edge-unavailable}. */
  public static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package io.isthmus.service.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Properties that only the device reads, for an edge that finds them in a file or an environment
 * that both share. The edge's jar does not hold the device's records: a resource lists the names,
 * and a test of the device holds it against the records.
 */
final class OtherService {

  static final String RESOURCE = "/META-INF/isthmus/device-settings.txt";

  private static final List<Setting> SETTINGS =
      read().lines().map(name -> new Setting(name, List.class)).toList();

  private OtherService() {}

  /** Whether the device reads that property; asked for names that the service at hand does not. */
  static boolean reads(GivenName name) {
    return SETTINGS.stream().anyMatch(name::sets);
  }

  /** All of these properties. */
  static List<Setting> settings() {
    return SETTINGS;
  }

  private static String read() {
    try (InputStream in = OtherService.class.getResourceAsStream(RESOURCE)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

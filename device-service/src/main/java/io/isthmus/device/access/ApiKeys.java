package io.isthmus.device.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that are accepted. Their file is read for every request: that takes microseconds of an
 * inference's milliseconds, and a key that is taken out is out at once.
 */
final class ApiKeys {

  private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

  /** Some editors begin a file with it; it is no part of a key. */
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final List<String> fixed;
  private final @Nullable Path file;
  private volatile boolean readable = true;

  /**
   * Keys from two places.
   *
   * @param fixed those that stay for the life of the service
   * @param file more of them, one a line; blank lines and those that begin with # are none
   */
  ApiKeys(List<String> fixed, @Nullable Path file) {
    this.fixed = fixed.stream().map(String::strip).filter(key -> !key.isEmpty()).toList();
    this.file = file;
  }

  /** Whether there is no key at all just now. */
  boolean isEmpty() {
    return keys().isEmpty();
  }

  /** Takes as long for every key that is wrong: it is compared with all, and by digests. */
  boolean accept(String key) {
    byte[] shown = digest(key);
    boolean accepted = false;
    for (String known : keys()) {
      accepted |= MessageDigest.isEqual(shown, digest(known));
    }
    return accepted;
  }

  private List<String> keys() {
    return Stream.concat(fixed.stream(), inFile().stream()).toList();
  }

  /** A file that cannot be read holds no key: nobody is let in by mistake. */
  private List<String> inFile() {
    if (file == null) {
      return List.of();
    }
    try {
      String text = Files.readString(file);
      List<String> keys =
          (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList();
      readable = true;
      return keys;
    } catch (IOException e) {
      complain(file, e);
      return List.of();
    }
  }

  /** Once, not for every request. */
  private void complain(Path unreadable, IOException e) {
    if (readable) {
      readable = false;
      log.error("No API key is accepted from {}: it cannot be read ({})", unreadable, e.toString());
    }
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

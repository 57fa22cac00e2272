package io.isthmus.guard.store;

import io.isthmus.decision.Option;
import io.isthmus.guard.Checks;
import io.isthmus.guard.Guard;
import io.isthmus.wire.BoundedJson;
import io.isthmus.wire.PeerText;
import io.isthmus.wire.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes what was checked of the options of one calibration, as JSON. */
public final class GuardStore {

  private static final int MAX_BYTES = 1 << 20;

  private static final JsonMapper JSON =
      BoundedJson.mapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private GuardStore() {}

  /**
   * Reads what was checked.
   *
   * @param calibration SHA-256 of the calibration that it must belong to
   * @param lossy the options that the calibration has
   * @throws IOException if the file cannot be read, is none of ours, or belongs to another
   *     calibration; the message names the file and what is wrong in it
   */
  public static Map<Option, Checks> read(Path file, String calibration, List<Option> lossy)
      throws IOException {
    try {
      StoredGuard stored = parse(bytes(file));
      if (stored.format() != StoredGuard.FORMAT) {
        throw new IllegalArgumentException("its format is not " + StoredGuard.FORMAT);
      }
      if (!stored.calibration().equals(calibration)) {
        throw new IllegalArgumentException("it belongs to another calibration");
      }
      return stored.checks(lossy);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s is not what a guard has stored: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException("it is a folder");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] all = in.readNBytes(MAX_BYTES + 1);
      if (all.length > MAX_BYTES) {
        throw new IllegalArgumentException("it has more than %d bytes".formatted(MAX_BYTES));
      }
      return all;
    }
  }

  private static StoredGuard parse(byte[] json) {
    try {
      StoredGuard stored = JSON.readValue(json, StoredGuard.class);
      if (stored == null || stored.options().contains(null)) {
        throw new IllegalArgumentException("it has nothing where an object should be");
      }
      return stored;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(PeerText.shown(e.getOriginalMessage()), e);
    }
  }

  /** Writes what was checked, whole or not at all, also where the machine loses its power. */
  public static void write(Guard guard, String calibration, Path file) throws IOException {
    WholeFile.write(JSON.writeValueAsBytes(StoredGuard.of(guard, calibration)), file);
  }
}

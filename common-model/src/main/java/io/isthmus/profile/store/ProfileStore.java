package io.isthmus.profile.store;

import io.isthmus.profile.TimingProfile;
import io.isthmus.wire.BoundedJson;
import io.isthmus.wire.PeerText;
import io.isthmus.wire.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes profiles as JSON. */
public final class ProfileStore {

  private static final JsonMapper JSON =
      BoundedJson.mapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final int MAX_BYTES = 32 << 20;

  private ProfileStore() {}

  /**
   * Reads a profile.
   *
   * @throws IOException if the file cannot be read or is no profile; the message says which
   */
  public static TimingProfile read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("%s is a folder, not a timing profile".formatted(file));
    }
    try {
      return parse(bytes(file));
    } catch (IllegalArgumentException e) {
      throw new IOException("%s is not a timing profile: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** No more of a file than a profile can have: it may be anything. */
  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] all = in.readNBytes(MAX_BYTES + 1);
      if (all.length > MAX_BYTES) {
        throw new IllegalArgumentException("it has more than %d bytes".formatted(MAX_BYTES));
      }
      return all;
    }
  }

  /**
   * Reads a profile from JSON, which may be a peer's: throws IllegalArgumentException that says
   * what is wrong, such as a time of more than an hour; the message may quote the JSON.
   */
  public static TimingProfile parse(byte[] json) {
    TimingProfile profile;
    try {
      profile = JSON.readValue(json, TimingProfile.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(reason(e), e);
    }
    if (profile == null) { // the JSON null
      throw new IllegalArgumentException("it is empty");
    }
    return ProfileLimits.checked(profile);
  }

  /** In our own words where a record has refused its values. */
  private static String reason(JacksonException e) {
    return e.getCause() instanceof IllegalArgumentException refused
        ? String.valueOf(refused.getMessage())
        : PeerText.shown(e.getOriginalMessage());
  }

  /** Writes a profile, whole or not at all, also where the machine loses its power. */
  public static void write(TimingProfile profile, Path file) throws IOException {
    WholeFile.write(JSON.writeValueAsBytes(profile), file);
  }
}

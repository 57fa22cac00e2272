package io.isthmus.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes profiles as JSON. */
public final class ProfileStore {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

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
      return parse(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new IOException("%s is not a timing profile: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Reads a profile from JSON; throws IllegalArgumentException that says what is wrong. */
  public static TimingProfile parse(byte[] json) {
    TimingProfile profile;
    try {
      profile = JSON.readValue(json, TimingProfile.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
    if (profile == null) { // the JSON null
      throw new IllegalArgumentException("it is empty");
    }
    return profile;
  }

  /** Writes a profile, whole or not at all, also where the machine loses its power. */
  public static void write(TimingProfile profile, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("not a file: " + file);
    }
    Files.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, "profile", ".tmp");
    try {
      writeThrough(JSON.writeValueAsBytes(profile), temporary);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** A name that is moved before the content is on the disk may come to name an empty file. */
  private static void writeThrough(byte[] content, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }
}

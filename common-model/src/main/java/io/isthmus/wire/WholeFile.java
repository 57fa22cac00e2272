package io.isthmus.wire;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes a file whole or not at all, also where the machine loses its power. */
public final class WholeFile {

  private WholeFile() {}

  /** Writes a file; makes its folder, and replaces a file of that name. */
  public static void write(byte[] content, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("not a file: " + file);
    }
    Files.createDirectories(folder);
    Path temporary = folder.resolve("isthmus-" + UUID.randomUUID() + ".tmp");
    try {
      writeThrough(content, temporary);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * A name that is moved before the content is on the disk may come to name an empty file. The file
   * has the rights of any new file: a service may run as another user than who measured.
   */
  private static void writeThrough(byte[] content, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }
}

package io.isthmus.model;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** Read-only access to the files of a package, which is a folder or a zip of one. */
interface PackageFiles extends Closeable {

  /** Of the manifest and of the labels. */
  int MAX_TEXT_BYTES = 4 << 20;

  /** Whether there is such a file. */
  boolean has(String name);

  /** Opens a file for reading. */
  InputStream open(String name) throws IOException;

  /**
   * Reads a text, which is small, whole.
   *
   * @throws InvalidPackageException if it is damaged, or larger than 4 MiB
   */
  default byte[] readText(String name) throws IOException, InvalidPackageException {
    try (InputStream in = open(name)) {
      byte[] text = in.readNBytes(MAX_TEXT_BYTES + 1);
      if (text.length > MAX_TEXT_BYTES) {
        throw new InvalidPackageException("its %s is larger than 4 MiB".formatted(name));
      }
      return text;
    } catch (ZipException | EOFException e) {
      throw new InvalidPackageException("its %s is damaged".formatted(name));
    }
  }

  /** Opens a folder or zip; throws InvalidPackageException where it is neither or unsafe. */
  static PackageFiles open(Path path) throws IOException, InvalidPackageException {
    if (Files.isDirectory(path)) {
      return new FolderFiles(path.toRealPath());
    }
    if (Files.isRegularFile(path)) {
      return ZipFiles.open(path);
    }
    throw new InvalidPackageException(
        "No model package at %s: name a folder or a .zip".formatted(path));
  }

  /** A name that stays inside the package, written the one way there is to write it. */
  static boolean isSafe(String name) {
    return name.matches("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");
  }
}

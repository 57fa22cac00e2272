package io.isthmus.model;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Read-only access to the files of a package, which is a folder or a zip of one. */
interface PackageFiles extends Closeable {

  /** Whether there is such a file. */
  boolean has(String name);

  /** Opens a file for reading. */
  InputStream open(String name) throws IOException;

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

package io.isthmus.model;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A package in a zip, read in place. */
record ZipFiles(ZipFile zip) implements PackageFiles {

  static ZipFiles open(Path path) throws IOException, InvalidPackageException {
    ZipFiles files = new ZipFiles(openZip(path));
    try {
      files.requireSafeNames(path);
      return files;
    } catch (InvalidPackageException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private static ZipFile openZip(Path path) throws IOException, InvalidPackageException {
    try {
      return new ZipFile(path.toFile());
    } catch (ZipException | EOFException e) {
      throw unreadable(path, Objects.requireNonNullElse(e.getMessage(), "it ends too early"));
    }
  }

  private void requireSafeNames(Path path) throws InvalidPackageException {
    Set<String> seen = new HashSet<>();
    for (ZipEntry entry : entries(path)) {
      String name = entry.getName();
      if (!seen.add(name.replaceAll("/$", ""))) { // another reader may see the other one
        throw new InvalidPackageException(
            "%s is refused: it holds two entries named %s".formatted(path, printable(name)));
      }
      if (!entry.isDirectory() && !PackageFiles.isSafe(name)) {
        throw new InvalidPackageException(
            "%s is refused: it holds an entry whose name leaves the package or is not plain: %s"
                .formatted(path, printable(name)));
      }
    }
  }

  private List<? extends ZipEntry> entries(Path path) throws InvalidPackageException {
    try {
      return Collections.list(zip.entries());
    } catch (IllegalArgumentException e) { // Java's way of saying that a name is no UTF-8
      throw unreadable(path, "the name of an entry is no text");
    }
  }

  private static InvalidPackageException unreadable(Path path, String reason) {
    return new InvalidPackageException(
        "%s is not a readable zip (%s): copy or export it again".formatted(path, reason));
  }

  private static String printable(String name) {
    String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() <= 80 ? plain : plain.substring(0, 80) + "…";
  }

  @Override
  public boolean has(String name) {
    return zip.getEntry(name) != null;
  }

  @Override
  public InputStream open(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new FileNotFoundException(name);
    }
    return zip.getInputStream(entry);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}

package io.isthmus.model;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipException;

/**
 * The files of a package that a manifest names. A file is verified once, and opened by nobody
 * before that.
 */
final class VerifiedFiles implements Closeable {

  private final PackageFiles files;
  private final Set<Manifest.FileEntry> verified = ConcurrentHashMap.newKeySet();

  VerifiedFiles(PackageFiles files) {
    this.files = files;
  }

  /** Requires that there is such a file, whatever is in it. */
  static void requireThere(PackageFiles files, Manifest.FileEntry file)
      throws InvalidPackageException {
    if (!files.has(file.file())) {
      throw new InvalidPackageException(file.file() + " is missing");
    }
  }

  /** Requires that a file is the one that the manifest names. */
  void verify(Manifest.FileEntry file) throws IOException, InvalidPackageException {
    if (verified.contains(file)) {
      return;
    }
    try (DigestInputStream in = new DigestInputStream(files.open(file.file()), sha256())) {
      in.transferTo(OutputStream.nullOutputStream());
      String actual = HexFormat.of().formatHex(in.getMessageDigest().digest());
      if (!actual.equals(file.sha256())) {
        throw new InvalidPackageException(
            file.file() + " is not the file that the manifest names (SHA-256 differs)");
      }
    } catch (ZipException | EOFException e) {
      throw new InvalidPackageException(file.file() + " is damaged");
    }
    verified.add(file);
  }

  /**
   * Opens a file for reading.
   *
   * @throws IllegalStateException if it was not verified
   */
  InputStream open(Manifest.FileEntry file) throws IOException {
    if (!verified.contains(file)) {
      throw new IllegalStateException(file.file() + " was not verified");
    }
    return files.open(file.file());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}

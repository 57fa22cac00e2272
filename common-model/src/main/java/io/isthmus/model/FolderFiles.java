package io.isthmus.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A package that lies in a folder. */
record FolderFiles(Path root) implements PackageFiles {

  @Override
  public boolean has(String name) {
    return PackageFiles.isSafe(name) && Files.isRegularFile(root.resolve(name));
  }

  @Override
  public InputStream open(String name) throws IOException {
    Path file = root.resolve(name).toRealPath();
    if (!PackageFiles.isSafe(name) || !file.startsWith(root)) { // a link that leads out
      throw new FileNotFoundException(name + " lies outside the package");
    }
    return Files.newInputStream(file);
  }

  @Override
  public void close() {
    // nothing is held open
  }
}

package io.isthmus.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The manifest of a package without the package, whatever the file is called. */
record BareManifest(Path file) implements PackageFiles {

  @Override
  public boolean has(String name) {
    return name.equals(ModelPackage.MANIFEST);
  }

  @Override
  public InputStream open(String name) throws IOException {
    if (!has(name)) {
      throw new FileNotFoundException(name);
    }
    return Files.newInputStream(file);
  }

  @Override
  public void close() {
    // nothing is held open
  }
}

package io.isthmus.fuzz;

import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A package's zip: refused, or one whose every file can be read. */
public final class PackageTarget {

  private PackageTarget() {}

  /** One zip. */
  public static void fuzzerTestOneInput(byte[] zip) throws IOException {
    Path file = Files.createTempFile("package", ".zip");
    try {
      Files.write(file, zip);
      try (ModelPackage model = ModelPackage.open(file)) {
        model.labels();
        model.openPreprocess().close();
        for (Form form : model.forms()) {
          model.openUnit(form, model.network().length()).close();
        }
      } catch (InvalidPackageException e) {
        // refused, as most are
      }
    } finally {
      Files.delete(file);
    }
  }
}

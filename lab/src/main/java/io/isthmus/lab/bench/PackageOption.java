package io.isthmus.lab.bench;

import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.model.Network;
import io.isthmus.tools.service.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --package}. */
final class PackageOption {

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description = "Model package; models/efficientnet_b0.zip by default.")
  private Path path = Checkout.find().defaultPackage();

  Path path() {
    return path;
  }

  Network network() throws IOException, InvalidPackageException {
    try (ModelPackage model = ModelPackage.open(path)) {
      return model.network();
    }
  }
}

package io.isthmus.lab.bench;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.harness.TestHarness;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Processor;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Network;
import io.isthmus.units.DataRate;
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

  /** An edge with all threads and a device with one, with nothing between them. */
  TestHarness pair()
      throws IOException, InvalidPackageException, InterruptedException, FailedException {
    System.err.println("starting an edge and a device; the first time they measure profiles …");
    return TestHarness.of(path, "bench")
        .edgeThreads(Runtime.getRuntime().availableProcessors())
        .device("device", Processor.FULL, true)
        .start();
  }

  /** An edge, a link of changeable speed and a slow device, each on one core of its own. */
  TestHarness linkedPair(DataRate rate)
      throws IOException, InvalidPackageException, InterruptedException, FailedException {
    System.err.println("starting an edge and a device; the first time they measure profiles …");
    return TestHarness.of(path, "bench-apart")
        .apart()
        .link(rate)
        .device("device", Processor.BASIC, true)
        .start();
  }

  Network network() throws IOException, InvalidPackageException {
    try (ModelPackage model = ModelPackage.open(path)) {
      return model.network();
    }
  }
}

package io.isthmus.lab.testbed;

import io.isthmus.calibration.Accuracy;
import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.cli.UsageException;
import io.isthmus.network.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which policies are measured. */
final class PoliciesOption {

  @Option(
      names = "--accuracy",
      paramLabel = "BUDGET",
      description = {
        "Also measure plans under an accuracy budget, such as 0.01 or loss:0.01, and count changed"
            + " answers; needs NAME.calibration.json beside the package."
      })
  private @Nullable Accuracy accuracy;

  @Option(
      names = "--raw",
      description = "Also measure plans of raw tensors only, of devices without a calibration.")
  private boolean raw;

  @Option(
      names = "--choosing",
      description = "Only policies that choose: none that always cuts at the same place.")
  private boolean choosing;

  /**
   * The policies for a package.
   *
   * @throws UsageException for a budget without a calibration, under which it would change nothing
   */
  Policies of(Path modelPackage, Network network) throws UsageException {
    Path calibration = CalibrationStore.beside(modelPackage);
    if (accuracy != null && !Files.isRegularFile(calibration)) {
      throw new UsageException(
          "--accuracy needs a calibration at %s; ./isthmus calibrate makes one"
              .formatted(calibration));
    }
    return new Policies(network, accuracy, raw, choosing);
  }
}

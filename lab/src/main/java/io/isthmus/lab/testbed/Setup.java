package io.isthmus.lab.testbed;

import io.isthmus.model.Form;
import io.isthmus.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What both services run, and how they measure themselves.
 *
 * @param modelPackage the package
 * @param network its network
 * @param engine what computes, in both services
 * @param share of a core that the device has
 * @param profileBatches batch sizes of the timing profiles
 * @param profileTime about how long to measure each
 * @param profiles folder for them
 * @param logs folder for what the services write
 */
record Setup(
    Path modelPackage,
    Network network,
    Form.Engine engine,
    double share,
    List<Integer> profileBatches,
    Duration profileTime,
    Path profiles,
    Path logs) {

  /**
   * The edge's profile: it belongs to a package, an engine, a core and the batch sizes in it. One
   * that was measured in haste has a name of its own, so that no careful run finds it.
   */
  Path edgeProfile() {
    return profile("edge-core0");
  }

  /** The device's, which belongs to its share as well. */
  Path deviceProfile() {
    return profile("device-core1-share" + CpuShare.text(share));
  }

  /**
   * The same package at a place without a calibration: its devices know raw tensors only.
   *
   * @throws IOException if it cannot be linked there
   */
  Path uncalibrated() throws IOException {
    Path folder = Files.createDirectories(profiles.resolve("uncalibrated"));
    Path real = modelPackage.toRealPath();
    Path link = folder.resolve(Objects.requireNonNull(real.getFileName(), "not a package"));
    Files.deleteIfExists(link);
    return Files.createSymbolicLink(link, real);
  }

  private Path profile(String machine) {
    String batches = profileBatches.stream().map(String::valueOf).collect(Collectors.joining("-"));
    return profiles.resolve(
        "profile-%s-%s-%s-%s-b%s-%dms.json"
            .formatted(
                network.name(),
                network.fingerprint().substring(0, 12),
                engine.word(),
                machine,
                batches,
                profileTime.toMillis()));
  }
}

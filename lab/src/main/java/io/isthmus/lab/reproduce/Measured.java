package io.isthmus.lab.reproduce;

import io.isthmus.cli.UsageException;
import io.isthmus.cli.predict.Machines;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Network;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network and what it takes on one core.
 *
 * @param network its shapes
 * @param profile measured with one thread
 */
record Measured(Network network, TimingProfile profile) {

  /** The paper's networks. */
  static final List<String> PAPER =
      List.of(
          "efficientnet_b0",
          "efficientnet_b1",
          "efficientnet_b2",
          "efficientnet_b3",
          "efficientnet_b4",
          "efficientnet_b5",
          "efficientnet_b6",
          "efficientnet_v2_b0",
          "efficientnet_v2_b1",
          "efficientnet_v2_b2",
          "efficientnet_v2_b3",
          "efficientnet_v2_s",
          "efficientnet_v2_m",
          "efficientnet_v2_l");

  /** Networks to compare their shapes with. */
  static final List<String> OTHERS = List.of("vgg16", "resnet50", "inception_v3", "mobilenet_v2");

  /** How many times slower the device is than the edge: the paper's 1800 MHz against 300 MHz. */
  static final double SLOWDOWN = 6;

  static List<Measured> read(Path profiles, List<String> names)
      throws IOException, InvalidPackageException {
    List<Measured> all = new ArrayList<>();
    for (String name : names) {
      Path folder = profiles.resolve(name);
      all.add(
          new Measured(
              ModelPackage.readNetwork(folder.resolve("manifest.json")),
              ProfileStore.read(folder.resolve("cpu-1-thread.json"))));
    }
    return all;
  }

  /** A device and an edge that are {@code speed} times as fast as they were measured. */
  Machines machines(double speed) throws UsageException {
    return Machines.of(network, profile.slowed(SLOWDOWN / speed), profile.slowed(1 / speed));
  }
}

package io.isthmus.model;

import io.isthmus.network.Bottlenecks;
import io.isthmus.network.Network;

/** The manifest reader: refused, or a network whose every part can be asked for. */
public final class ManifestTarget {

  private ManifestTarget() {}

  /** One manifest. */
  public static void fuzzerTestOneInput(byte[] json) {
    try {
      Manifest manifest = Manifest.parse(json);
      Network network = manifest.network("");
      if (network.length() != manifest.units().size()
          || !manifest.files().stream().allMatch(file -> PackageFiles.isSafe(file.file()))) {
        throw new IllegalStateException("a manifest was accepted that cannot be used");
      }
      for (int cut = 0; cut <= network.length(); cut++) {
        network.activation(cut);
      }
      Bottlenecks.of(network);
    } catch (InvalidPackageException e) {
      // refused, as most are
    }
  }
}

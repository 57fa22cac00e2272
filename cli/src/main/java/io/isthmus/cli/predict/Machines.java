package io.isthmus.cli.predict;

import io.isthmus.cli.UsageException;
import io.isthmus.network.Network;
import io.isthmus.network.Unit;
import io.isthmus.profile.TimingProfile;
import java.util.List;

/**
 * A network on two machines.
 *
 * @param network the network
 * @param device times of the device
 * @param edge times of the edge
 */
public record Machines(Network network, TimingProfile device, TimingProfile edge) {

  /** Checks that the profiles were measured on this network; throws UsageException if not. */
  public static Machines of(Network network, TimingProfile device, TimingProfile edge)
      throws UsageException {
    check(network, device, "device");
    check(network, edge, "edge");
    return new Machines(network, device, edge);
  }

  private static void check(Network network, TimingProfile profile, String machine)
      throws UsageException {
    List<String> units = network.units().stream().map(Unit::name).toList();
    if (!profile.fingerprint().equals(network.fingerprint()) || !profile.units().equals(units)) {
      throw new UsageException(
          "the profile of the %s was measured on another package (%s), not on this %s"
              .formatted(machine, profile.model(), network.name()));
    }
  }

  /** Throws UsageException unless both profiles tell what encodings cost. */
  void requireCodecs() throws UsageException {
    if (device.codecs().isEmpty() || edge.codecs().isEmpty()) {
      throw new UsageException(
          "the profile of the %s does not tell what encodings cost: measure it anew, with profile"
              .formatted(device.codecs().isEmpty() ? "device" : "edge"));
    }
  }

  /** The largest batch that both machines were measured for. */
  public int largestBatch() {
    return Math.min(device.largestBatch(), edge.largestBatch());
  }
}

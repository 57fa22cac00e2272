package io.isthmus.plan;

import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.Option;
import io.isthmus.decision.SystemState;
import io.isthmus.decision.WireCostModel;
import io.isthmus.decision.Workload;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import java.util.List;

/** A network of four units, a device, and an edge that is four times as fast. */
final class Toy {

  /** Cuts 0, 2 (a quarter of the input's elements) and 4. */
  static final Network NETWORK = Chains.of(100, List.of(60_000, 7_500, 30_000, 10));

  static final WireCostModel COST =
      new WireCostModel(
          NETWORK,
          MadeProfile.times(
              MadeProfile.batch(1, 20, 20, 30, 30), MadeProfile.batch(64, 1000, 1100, 1900, 1800)),
          MadeProfile.times(
              MadeProfile.batch(1, 5, 5, 8, 8), MadeProfile.batch(64, 260, 290, 480, 440)));

  /** Its options. */
  static final Option[] OPTIONS = {Option.at(0), Option.at(2), Option.at(4)};

  private Toy() {}

  /** So many frames, of which both machines take 64 at once. */
  static DecisionInput situation(int batch, SystemState conditions) {
    return new DecisionInput(
        new Workload(batch, 30_000L * batch, 0), conditions, COST, EdgeStatus.READY, 1.0, 64, 64);
  }
}

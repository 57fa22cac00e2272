package io.isthmus.cli.simulate;

import io.isthmus.cli.predict.Machines;
import io.isthmus.control.Setup;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.Mode;
import io.isthmus.decision.Option;
import io.isthmus.decision.SystemState;
import io.isthmus.decision.Workload;
import io.isthmus.network.Network;
import io.isthmus.profile.ProfileTimes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What is compared with Isthmus: none of these has to learn anything. */
final class Policies {

  /** Name of the best plan in the true state. */
  static final String ORACLE = "oracle";

  /** Name of the best plan if all were still as it was last measured, without noise. */
  static final String PAST = "past";

  /** Name of the services' own decisions. */
  static final String ISTHMUS = "isthmus";

  /** Those that are no fixed cut. */
  static final Set<String> LEARNED = Set.of(ORACLE, PAST, ISTHMUS);

  /** Chooses a plan for a request that comes at a time. */
  interface Policy {
    Choice choose(double ms, Workload workload);
  }

  private final World world;
  private final Setup setup;
  private final int deviceRoom;
  private final int edgeRoom;

  Policies(World world, Setup setup, Machines machines) {
    this.world = world;
    this.setup = setup;
    deviceRoom = new ProfileTimes(machines.device()).largestBatch();
    edgeRoom = new ProfileTimes(machines.edge()).largestBatch();
  }

  /** The true state. */
  DecisionInput truth(double ms, Workload workload) {
    return situation(world.truth(ms), workload);
  }

  private DecisionInput situation(SystemState now, Workload workload) {
    return new DecisionInput(
        workload, now, world.cost(), EdgeStatus.READY, 0.0, deviceRoom, edgeRoom);
  }

  /** The best plan in the true state. */
  Choice oracle(double ms, Workload workload) {
    return Choice.of(setup.planner().decide(truth(ms, workload)).orElseThrow());
  }

  /**
   * The best plan if everything were still as the device measured it last: with perfect memory and
   * measurements it could not know more, since nothing else has told it anything.
   */
  Choice past(Measured last, Workload workload) {
    if (last.bytesPerMs() == 0) {
      return Choice.fixed(workload.batch(), Option.at(world.network().length()));
    }
    SystemState then =
        new SystemState(
            last.bytesPerMs(),
            World.RTT_MS,
            last.queueMs(),
            last.deviceFactor(),
            last.edgeFactor());
    return Choice.of(setup.planner().decide(situation(then, workload)).orElseThrow());
  }

  /** Every cut worth fixing, by name: offload where it may be, the bottlenecks, local. */
  Map<String, Policy> fixed() {
    Network network = world.network();
    Map<String, Policy> fixed = new LinkedHashMap<>();
    for (Option option : setup.selector().options()) {
      if (setup.selector().allows(option)) {
        fixed.put(name(option, network), fixed(option));
      }
    }
    return fixed;
  }

  private static String name(Option option, Network network) {
    return switch (Mode.of(option, network.length())) {
      case OFFLOAD -> "offload";
      case LOCAL -> "local";
      case SPLIT -> network.cutName(option.cut());
    };
  }

  private static Policy fixed(Option option) {
    return (ms, workload) -> Choice.fixed(workload.batch(), option);
  }
}

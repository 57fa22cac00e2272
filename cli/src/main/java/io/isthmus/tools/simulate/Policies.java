package io.isthmus.tools.simulate;

import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.Workload;
import io.isthmus.model.Bottlenecks;
import io.isthmus.model.Network;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is compared with Isthmus: none of these has to learn anything. */
final class Policies {

  /** Name of Eq. 6 with the true state. */
  static final String ORACLE = "oracle";

  /** Name of the services' own decisions. */
  static final String ISTHMUS = "isthmus";

  /** Chooses a cut for a request that comes at a time. */
  interface Policy {
    Choice choose(double ms, Workload workload);
  }

  private Policies() {}

  /** The oracle. */
  static Policy oracle(World world, Network network) {
    SplitSelector selector = new SplitSelector(network, true);
    return (ms, workload) -> Choice.of(selector.fastest(world.cost(), workload, world.truth(ms)));
  }

  /** Every cut worth fixing, by name: offload, the compressive bottlenecks, local. */
  static Map<String, Policy> fixed(Network network) {
    Map<String, Policy> fixed = new LinkedHashMap<>();
    fixed.put("offload", (ms, workload) -> Choice.fixed(0));
    for (int cut : Bottlenecks.of(network).compressive()) {
      fixed.put(network.cutName(cut), (ms, workload) -> Choice.fixed(cut));
    }
    fixed.put("local", (ms, workload) -> Choice.fixed(network.length()));
    return fixed;
  }
}

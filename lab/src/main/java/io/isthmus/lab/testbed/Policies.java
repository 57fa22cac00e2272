package io.isthmus.lab.testbed;

import io.isthmus.calibration.Accuracy;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.Network;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policies of a sweep.
 *
 * @param network the network
 * @param budget that one more policy has, beside the exact ones; null for exact ones only
 * @param raw whether plans of raw tensors are one more
 * @param choosing whether only policies that choose are wanted, and none that always cuts at the
 *     same place
 */
record Policies(Network network, @Nullable Accuracy budget, boolean raw, boolean choosing) {

  /** All exact ones. */
  static Policies exact(Network network) {
    return new Policies(network, null, false, false);
  }

  /** Those that are allowed for what comes in. */
  List<Policy> of(InputPolicy input) {
    List<Policy> policies = new ArrayList<>();
    policies.add(Policy.choosing(Policy.ISTHMUS, "split=auto&plan=auto"));
    if (budget != null) {
      policies.add(
          Policy.choosing(Policy.UNDER + budget, "split=auto&plan=auto&accuracy=" + budget));
    }
    if (raw) {
      policies.add(Policy.choosing(Policy.RAW, "split=auto&plan=auto"));
    }
    policies.add(Policy.choosing(Policy.EQ6, "split=auto&plan=single"));
    if (choosing) {
      return policies;
    }
    policies.add(Policy.fixed(Policy.LOCAL, network.length()));
    if (input.rawInputMayLeave()) {
      policies.add(Policy.fixed(Policy.OFFLOAD, 0));
    }
    for (int cut : Bottlenecks.of(network).compressive()) {
      policies.add(Policy.fixed("%s (%d)".formatted(network.cutName(cut), cut), cut));
    }
    return policies;
  }
}

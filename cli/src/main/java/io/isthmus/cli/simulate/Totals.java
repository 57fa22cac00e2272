package io.isthmus.cli.simulate;

import io.isthmus.decision.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums over the requests of a simulation. */
final class Totals {

  private final Map<String, Double> sumMs = new LinkedHashMap<>();
  private final List<Plan> plans = new ArrayList<>();
  private long requests;
  private double capacityBytes;
  private double probedBytes;

  void add(String policy, Outcome outcome) {
    sumMs.merge(policy, outcome.totalMs(), Double::sum);
    if (policy.equals(Policies.ISTHMUS)) {
      plans.add(outcome.plan());
    }
  }

  /** A request is over, in whose time the link could have carried so many bytes. */
  void next(double bytes) {
    requests++;
    capacityBytes += bytes;
  }

  void probed(double bytes) {
    probedBytes = bytes;
  }

  long requests() {
    return requests;
  }

  /** Mean time of a policy's requests, in milliseconds. */
  double meanMs(String policy) {
    return sumMs.getOrDefault(policy, 0.0) / requests;
  }

  /** The policies, in the order in which they were added first. */
  List<String> policies() {
    return List.copyOf(sumMs.keySet());
  }

  /** (ours − theirs) / theirs, in percent. */
  double excessPercent(String other) {
    return excessPercent(Policies.ISTHMUS, other);
  }

  /** (one's − theirs) / theirs, in percent. */
  double excessPercent(String one, String other) {
    return 100 * (meanMs(one) / meanMs(other) - 1);
  }

  /** Requests that were carried out in several chunks, in percent. */
  double plansPercent() {
    return 100.0 * plans.stream().filter(plan -> plan.chunks().size() > 1).count() / requests;
  }

  /** The fixed cut that was the fastest on the whole. */
  String bestFixed() {
    return policies().stream()
        .filter(p -> !Policies.LEARNED.contains(p))
        .min(Comparator.comparingDouble(this::meanMs))
        .orElseThrow();
  }

  /** Bytes of probes, as a part of what the link could have carried, in percent. */
  double probedPercent() {
    return 100 * probedBytes / capacityBytes;
  }

  /** How many different cuts Isthmus took. */
  int differentCuts() {
    return (int) plans.stream().map(Plan::mainOption).distinct().count();
  }

  /** How often Isthmus moved the cut, for every hundred requests. */
  double switchesPerHundred() {
    int switches = 0;
    for (int i = 1; i < plans.size(); i++) {
      switches += plans.get(i).mainOption().equals(plans.get(i - 1).mainOption()) ? 0 : 1;
    }
    return 100.0 * switches / Math.max(1, plans.size() - 1);
  }
}

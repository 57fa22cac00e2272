package io.isthmus.tools.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums over the requests of a simulation. */
final class Totals {

  private final Map<String, Double> sumMs = new LinkedHashMap<>();
  private final List<Integer> cuts = new ArrayList<>();
  private long requests;
  private double capacityBytes;
  private double probedBytes;

  void add(String policy, Outcome outcome) {
    sumMs.merge(policy, outcome.totalMs(), Double::sum);
    if (policy.equals(Policies.ISTHMUS)) {
      cuts.add(outcome.split());
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
    return 100 * (meanMs(Policies.ISTHMUS) / meanMs(other) - 1);
  }

  /** The fixed cut that was the fastest on the whole. */
  String bestFixed() {
    return policies().stream()
        .filter(p -> !p.equals(Policies.ISTHMUS) && !p.equals(Policies.ORACLE))
        .min(Comparator.comparingDouble(this::meanMs))
        .orElseThrow();
  }

  /** Bytes of probes, as a part of what the link could have carried, in percent. */
  double probedPercent() {
    return 100 * probedBytes / capacityBytes;
  }

  /** How many different cuts Isthmus took. */
  int differentCuts() {
    return (int) cuts.stream().distinct().count();
  }

  /** How often Isthmus moved the cut, for every hundred requests. */
  double switchesPerHundred() {
    int switches = 0;
    for (int i = 1; i < cuts.size(); i++) {
      switches += cuts.get(i).equals(cuts.get(i - 1)) ? 0 : 1;
    }
    return 100.0 * switches / Math.max(1, cuts.size() - 1);
  }
}

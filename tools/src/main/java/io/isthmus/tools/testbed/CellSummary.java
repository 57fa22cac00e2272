package io.isthmus.tools.testbed;

import io.isthmus.units.DataRate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One situation, and every policy in it.
 *
 * @param rate of the link, with its unit
 * @param input {@code photos}, {@code frames} or {@code private}
 * @param batch images in a request
 * @param policies in the order of tables
 */
record CellSummary(String rate, String input, int batch, List<PolicyTime> policies) {

  /** Copies the list. */
  CellSummary {
    policies = List.copyOf(policies);
  }

  /** The rate in 10^6 bytes per second. */
  double megabytesPerSecond() {
    return DataRate.parse(rate).bytesPerSecond() / 1e6;
  }

  /** A policy's times, if it was answered here. */
  Optional<PolicyTime> of(String policy) {
    return policies.stream().filter(p -> p.policy().equals(policy)).findFirst();
  }

  /** How many times as long as Isthmus a policy takes; NaN where one of them is missing. */
  double over(String policy) {
    return medianMs(policy) / medianMs(Policy.ISTHMUS);
  }

  /** How many times as long as the best other policy Isthmus takes; NaN where there is none. */
  double behindBestOther() {
    double best =
        policies.stream()
            .filter(p -> !p.policy().equals(Policy.ISTHMUS))
            .mapToDouble(PolicyTime::medianMs)
            .min()
            .orElse(Double.NaN);
    return medianMs(Policy.ISTHMUS) / best;
  }

  /** The best other policy's name. */
  String bestOther() {
    return policies.stream()
        .filter(p -> !p.policy().equals(Policy.ISTHMUS))
        .min(Comparator.comparingDouble(PolicyTime::medianMs))
        .map(PolicyTime::policy)
        .orElse("–");
  }

  private double medianMs(String policy) {
    return of(policy).map(PolicyTime::medianMs).orElse(Double.NaN);
  }
}

package io.isthmus.lab.testbed;

import io.isthmus.units.DataRate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  /** A figure of Isthmus; NaN where that is missing. */
  double ofIsthmus(Function<PolicyTime, @Nullable Double> figure) {
    Double value = of(Policy.ISTHMUS).map(figure).orElse(null);
    return value == null ? Double.NaN : value;
  }

  /** How many times as long as Isthmus a policy takes; NaN where one of them is missing. */
  double over(String policy) {
    return medianMs(policy) / medianMs(Policy.ISTHMUS);
  }

  /** How many times as long as the best other policy Isthmus takes; NaN where there is none. */
  double behindBestOther() {
    return medianMs(Policy.ISTHMUS) / best().map(PolicyTime::medianMs).orElse(Double.NaN);
  }

  /** Whether the best other policy mostly carried out what Isthmus did: the rest is noise. */
  boolean didAsBestOther() {
    return best().map(PolicyTime::plan).equals(of(Policy.ISTHMUS).map(PolicyTime::plan));
  }

  /** The best other policy's name. */
  String bestOther() {
    return best().map(PolicyTime::policy).orElse("–");
  }

  private Optional<PolicyTime> best() {
    return policies.stream()
        .filter(p -> !Policy.isPlanned(p.policy()))
        .min(Comparator.comparingDouble(PolicyTime::medianMs));
  }

  private double medianMs(String policy) {
    return of(policy).map(PolicyTime::medianMs).orElse(Double.NaN);
  }
}

package io.isthmus.lab.testbed;

import io.isthmus.calibration.Accuracy;
import io.isthmus.cli.Claim;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an accuracy budget is to gain on the testbed; of what was not measured nothing is claimed.
 */
final class BudgetClaims {

  private static final Map<String, Double> SINGLE =
      Map.of("frames", 1.15, "private", 1.2, "photos", 1.08);
  private static final Map<String, Double> SIXTEEN =
      Map.of("frames", 1.35, "private", 1.4, "photos", 1.2);
  private static final double SLOWER_PERCENT = 5;

  private BudgetClaims() {}

  static List<Claim> of(List<BudgetGain> gains, Summary.Counts counts) {
    List<Claim> claims = new ArrayList<>();
    for (BudgetGain gain : gains) {
      Double limit = limits(gain.batch()).get(gain.input());
      if (limit != null) {
        claims.add(faster(gain, limit));
      }
    }
    gains.stream()
        .mapToDouble(BudgetGain::worst)
        .max()
        .ifPresent(worst -> claims.add(slower(worst)));
    largest(gains).ifPresent(share -> claims.add(changed(share, counts)));
    return claims;
  }

  /** Against raw tensors, all that there was before encodings, where those were measured. */
  private static Claim faster(BudgetGain gain, double limit) {
    Double overRaw = gain.overRaw();
    String text =
        "%s, batch %d, %s, over %s"
            .formatted(
                gain.input(),
                gain.batch(),
                gain.policy(),
                overRaw == null ? "exact plans" : "plans of raw tensors");
    return Claim.atLeast(text, limit, overRaw == null ? gain.overExact() : overRaw, "×");
  }

  private static Map<String, Double> limits(int batch) {
    return batch == 1 ? SINGLE : batch == Summary.LARGE ? SIXTEEN : Map.of();
  }

  /** The largest share of changed answers that one of the budgets allows. */
  private static Optional<Double> largest(List<BudgetGain> gains) {
    return gains.stream()
        .map(gain -> Accuracy.parse(gain.policy().substring(Policy.UNDER.length())))
        .flatMap(Optional::stream)
        .filter(Accuracy.Changed.class::isInstance)
        .map(budget -> ((Accuracy.Changed) budget).share())
        .max(Comparator.naturalOrder());
  }

  private static Claim changed(double share, Summary.Counts counts) {
    return Claim.atMost("answers changed", 100 * share, 100 * counts.changedShare(), "%");
  }

  private static Claim slower(double worst) {
    return Claim.atMost(
        "slower than exact plans in the worst situation", SLOWER_PERCENT, 100 * (worst - 1), "%");
  }
}

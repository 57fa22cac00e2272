package io.isthmus.lab.testbed;

import io.isthmus.cli.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the testbed is to show; of figures that were not measured nothing is claimed. */
final class Claims {

  /** The name of all batches from 16 on. */
  static final String LARGE = "≥ 16";

  /** The name of everything. */
  static final String ALL = "all";

  private static final Map<String, Double> OVER_EQ6 =
      Map.of("frames", 1.45, "private", 1.75, "photos", 1.25);
  private static final double SINGLE = 0.98;
  private static final double OVER_FIXED = 1.5;
  static final double BEHIND_PERCENT = 5;
  private static final double OVER_BOUND = 1.2;

  private Claims() {}

  /**
   * Holds the figures against what is to be shown.
   *
   * @param wrong answers that were lost, or are not the uncut chain's
   */
  static List<Claim> of(
      List<Gain> gains, @Nullable CellSummary worst, @Nullable Double overBound, int wrong) {
    List<Claim> claims = new ArrayList<>();
    for (Gain gain : gains) {
      claims.addAll(of(gain));
    }
    if (worst != null) {
      claims.add(
          Claim.atMost(
              "behind the best other policy in the worst situation",
              BEHIND_PERCENT,
              100 * (worst.behindBestOther() - 1),
              "%"));
    }
    if (overBound != null) {
      claims.add(
          Claim.atMost("measured over the bound, batch " + LARGE, OVER_BOUND, overBound, "×"));
    }
    claims.add(Claim.atMost("lost answers, and such that are not identical", 0, wrong, ""));
    return claims;
  }

  private static List<Claim> of(Gain gain) {
    List<Claim> claims = new ArrayList<>();
    Double limit = OVER_EQ6.get(gain.input());
    if (gain.overEq6() != null && gain.batches().equals(LARGE) && limit != null) {
      claims.add(overEq6(gain, limit));
    }
    if (gain.overEq6() != null && gain.batches().equals("1")) {
      claims.add(overEq6(gain, SINGLE));
    }
    if (gain.overBestFixed() != null && gain.input().equals(ALL)) {
      claims.add(
          Claim.atLeast(
              "faster than the best fixed cut of the grid, " + gain.bestFixed(),
              OVER_FIXED,
              gain.overBestFixed(),
              "×"));
    }
    return claims;
  }

  private static Claim overEq6(Gain gain, double limit) {
    double measured = gain.overEq6() == null ? Double.NaN : gain.overEq6();
    String text = "%s, batch %s, faster than Eq. 6".formatted(gain.input(), gain.batches());
    return Claim.atLeast(text, limit, measured, "×");
  }
}

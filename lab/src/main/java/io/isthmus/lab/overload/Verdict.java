package io.isthmus.lab.overload;

import io.isthmus.cli.Claim;
import java.util.Comparator;
import java.util.List;

/**
 * Whether a service stands twice its capacity.
 *
 * @param kneeLoad the largest load of which at least 95 % is answered
 * @param claims about goodput and time at twice the capacity
 */
record Verdict(double kneeLoad, List<Claim> claims) {

  private static final double TWICE = 2;
  private static final double GOODPUT = 0.9;
  private static final double TIME = 2;

  /** Judges the rows of one target; there must be one at twice its capacity. */
  static Verdict of(String target, List<LoadRow> rows) {
    LoadRow knee =
        rows.stream()
            .filter(LoadRow::keepsUp)
            .max(Comparator.comparingDouble(LoadRow::load))
            .orElse(rows.get(0));
    LoadRow twice = rows.stream().filter(row -> row.load() == TWICE).findFirst().orElseThrow();
    double peak = rows.stream().mapToDouble(row -> row.rates().goodputPerS()).max().orElseThrow();
    return new Verdict(
        knee.load(),
        List.of(
            Claim.atLeast(
                target + ", goodput at twice the capacity over its peak",
                GOODPUT,
                twice.rates().goodputPerS() / peak,
                "of the peak"),
            Claim.atMost(
                target + ", p99 of the accepted at twice the capacity over that at the knee",
                TIME,
                twice.times().p99Ms() / knee.times().p99Ms(),
                "times")));
  }
}

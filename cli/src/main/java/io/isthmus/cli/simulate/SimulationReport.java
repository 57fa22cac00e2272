package io.isthmus.cli.simulate;

import io.isthmus.cli.Claim;
import io.isthmus.cli.Table;
import java.util.List;
import java.util.Locale;

/**
 * The result of {@code simulate}; its JSON form.
 *
 * @param network its name
 * @param setting what was simulated, in words
 * @param rows one for each trace and scale
 * @param steps how soon the cut follows a link that steps
 * @param claims what is to be shown, and whether it is
 */
record SimulationReport(
    String network, String setting, List<Row> rows, Steps.Followed steps, List<Claim> claims) {

  private static final double REGRET_PERCENT = 3;
  private static final double OVER_PAST_PERCENT = 1;
  private static final double OVER_FIXED_PERCENT = 1;
  private static final double STEPS_PERCENT = 100;

  /** Holds the figures against what is to be shown; there must be a row. */
  static SimulationReport of(String network, String setting, List<Row> rows, Steps.Followed steps) {
    return new SimulationReport(network, setting, rows, steps, claims(rows, steps));
  }

  private static List<Claim> claims(List<Row> rows, Steps.Followed steps) {
    double regret =
        rows.stream().mapToDouble(row -> row.excess().regretPercent()).max().orElseThrow();
    double past =
        rows.stream().mapToDouble(row -> row.excess().overPastPercent()).max().orElseThrow();
    double over =
        rows.stream().mapToDouble(row -> row.excess().overFixedPercent()).max().orElseThrow();
    return List.of(
        Claim.atMost("largest regret against the oracle", REGRET_PERCENT, regret, "%"),
        Claim.atMost(
            "longer than with a perfect memory of what it measured", OVER_PAST_PERCENT, past, "%"),
        Claim.atMost("slower than the best fixed cut at most", OVER_FIXED_PERCENT, over, "%"),
        Claim.atLeast(
            "second requests after a step that take the oracle's cut, or one within 5 %",
            STEPS_PERCENT, steps.secondPercent(), "%"));
  }

  /** As a terminal shows it. */
  String text() {
    Table table =
        Table.of(
            "trace",
            "×",
            "mean rate",
            "oracle",
            "isthmus",
            "regret",
            "of the past",
            "plans",
            "best fixed",
            "over it",
            "cuts",
            "probes");
    for (Row row : rows) {
      table.row(
          row.trace(),
          String.format(Locale.ROOT, "%.0f", row.scale()),
          row.meanRate(),
          number(row.times().oracleMs()),
          number(row.times().isthmusMs()),
          percent(row.excess().regretPercent()),
          percent(row.excess().pastRegretPercent()),
          percent(row.choices().plansPercent()),
          row.times().bestFixed(),
          percent(row.excess().overFixedPercent()),
          Integer.toString(row.choices().differentCuts()),
          percent(row.choices().probedPercent()));
    }
    return "%s: %s%ntimes in ms, means%n%n%s%n%n%d steps by 10×: %d of the first requests after it take the oracle's cut or one within 5 %%,%n%d of the second ones, and of these %d the oracle's cut itself%n%s"
        .formatted(
            network,
            setting,
            table,
            steps.steps(),
            steps.first(),
            steps.second(),
            steps.exactly(),
            Claim.lines(claims));
  }

  private static String number(double ms) {
    return String.format(Locale.ROOT, "%.1f", ms);
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f %%", value);
  }
}

package io.isthmus.lab.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Heads and cells of the tables, the same as text and in Markdown. */
final class ReportRows {

  static final List<String> GAIN_HEAD =
      List.of(
          "input",
          "batch",
          "situations",
          "over Eq. 6",
          "best fixed cut",
          "over that",
          "measured / predicted",
          "measured / bound");
  static final List<String> BUDGET_HEAD =
      List.of(
          "policy",
          "input",
          "batch",
          "situations",
          "over exact plans",
          "over raw tensors",
          "worst over exact");
  static final List<String> LINK_HEAD = List.of("rate", "device to edge", "edge to device");

  /** How many columns of {@link #cellHead} name the situation. */
  static final int KEYS = 3;

  private ReportRows() {}

  static List<List<String>> gains(Summary summary) {
    return summary.gains().stream()
        .map(
            g ->
                List.of(
                    g.input(),
                    g.batches(),
                    Integer.toString(g.cells()),
                    times(g.overEq6()),
                    g.bestFixed() == null ? "–" : g.bestFixed(),
                    times(g.overBestFixed()),
                    ratio(g.overPrediction()),
                    ratio(g.overBound())))
        .toList();
  }

  static List<List<String>> budgets(Summary summary) {
    return summary.budgets().stream()
        .map(
            g ->
                List.of(
                    g.policy(),
                    g.input(),
                    Integer.toString(g.batch()),
                    Integer.toString(g.cells()),
                    times(g.overExact()),
                    times(g.overRaw()),
                    "%s at %s".formatted(times(1 / g.worst()), g.worstRate())))
        .toList();
  }

  static List<List<String>> links(Report report) {
    return report.links().stream()
        .map(
            link ->
                List.of(
                    link.rate(),
                    number("%.2f MB/s", link.upMegabytesPerSecond()),
                    number("%.2f MB/s", link.downMegabytesPerSecond())))
        .toList();
  }

  /** The columns of the table of situations: one for each policy of the summary. */
  static List<String> policies(Summary summary) {
    return summary.cells().stream()
        .flatMap(cell -> cell.policies().stream())
        .map(PolicyTime::policy)
        .distinct()
        .sorted(Policy.ORDER)
        .toList();
  }

  static List<String> cellHead(Summary summary) {
    List<String> head = new ArrayList<>(List.of("input", "batch", "rate"));
    head.addAll(policies(summary));
    head.add("plan of isthmus");
    policies(summary).stream()
        .filter(Policy::isUnderBudget)
        .forEach(policy -> head.add("plan of " + policy));
    return head;
  }

  /** Median ± half the distance of the quartiles; ¹ marks a single measurement among several. */
  static List<List<String>> cells(Summary summary) {
    List<String> policies = policies(summary);
    List<List<String>> rows = new ArrayList<>();
    for (CellSummary cell : summary.cells()) {
      int most = cell.policies().stream().mapToInt(PolicyTime::count).max().orElse(0);
      List<String> row = new ArrayList<>();
      row.addAll(List.of(cell.input(), Integer.toString(cell.batch()), cell.rate()));
      for (String policy : policies) {
        row.add(cell.of(policy).map(time -> cell(time, most)).orElse("–"));
      }
      row.add(cell.of(Policy.ISTHMUS).map(PolicyTime::plan).orElse("–"));
      policies.stream()
          .filter(Policy::isUnderBudget)
          .forEach(policy -> row.add(cell.of(policy).map(PolicyTime::plan).orElse("–")));
      rows.add(row);
    }
    return rows;
  }

  private static String cell(PolicyTime time, int most) {
    return time.count() == 1
        ? number("%.1f", time.medianMs()) + (most > 1 ? "¹" : "")
        : number("%.1f ±%.1f", time.medianMs(), time.spreadMs() / 2);
  }

  static String heading(Summary s) {
    return number("%s, device with %.3f of a core", s.model(), s.share());
  }

  /** What is true of all requests, a sentence each. */
  static List<String> facts(Summary s) {
    List<String> facts = new ArrayList<>();
    facts.add(
        number(
            "%d requests: %d lost, %d not identical to the uncut chain, %d finished by the device alone",
            s.counts().requests(),
            s.counts().lost(),
            s.counts().different(),
            s.counts().degraded()));
    if (s.counts().budgetImages() > 0) {
      facts.add(
          number(
              "%d images answered under a budget: %d with another top class than the uncut chain's"
                  + " (%.2f %%)",
              s.counts().budgetImages(), s.counts().changed(), 100 * s.counts().changedShare()));
    }
    CellSummary worst = s.worst();
    if (worst != null) {
      facts.add(
          number(
              "worst situation for isthmus: %s, batch %d, %s: %.3f × the time of %s",
              worst.input(),
              worst.batch(),
              worst.rate(),
              worst.behindBestOther(),
              worst.bestOther()));
      List<CellSummary> behind = s.behind();
      facts.add(
          number(
              "more than %.0f %% behind the best other policy in %d of %d situations; "
                  + "in %d of them that carried out the same plan",
              Claims.BEHIND_PERCENT,
              behind.size(),
              s.cells().size(),
              behind.stream().filter(CellSummary::didAsBestOther).count()));
    }
    if (s.overBound() != null) {
      facts.add(
          number(
              "measured over the bound, batch %s: %.3f (geometric mean)",
              Claims.LARGE, s.overBound()));
    }
    return facts;
  }

  private static String times(@Nullable Double ratio) {
    return ratio == null ? "–" : number("%.3f×", ratio);
  }

  private static String ratio(@Nullable Double ratio) {
    return ratio == null ? "–" : number("%.3f", ratio);
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

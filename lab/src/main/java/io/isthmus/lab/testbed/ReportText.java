package io.isthmus.lab.testbed;

import io.isthmus.cli.Claim;
import io.isthmus.cli.Table;
import java.util.List;
import java.util.Locale;

/** A report as a terminal shows it. */
final class ReportText {

  private ReportText() {}

  static String of(Report report) {
    StringBuilder text = new StringBuilder();
    for (Summary summary : report.summaries()) {
      text.append(ReportRows.heading(summary))
          .append("; medians in ms by the clock of the ")
          .append(summary.clock().name().toLowerCase(Locale.ROOT))
          .append("\n\n")
          .append(table(ReportRows.cellHead(summary), ReportRows.cells(summary)))
          .append("\n\n")
          .append(table(ReportRows.GAIN_HEAD, ReportRows.gains(summary)))
          .append("\n\n");
      if (!summary.budgets().isEmpty()) {
        text.append(table(ReportRows.BUDGET_HEAD, ReportRows.budgets(summary))).append("\n\n");
      }
      ReportRows.facts(summary).forEach(fact -> text.append(fact).append('\n'));
      text.append(Claim.lines(summary.claims())).append("\n\n");
    }
    if (!report.links().isEmpty()) {
      text.append("what the link carried\n")
          .append(table(ReportRows.LINK_HEAD, ReportRows.links(report)));
    }
    return text.toString().stripTrailing();
  }

  private static Table table(List<String> head, List<List<String>> rows) {
    Table table = Table.of(head.toArray(String[]::new));
    rows.forEach(row -> table.row(row.toArray(String[]::new)));
    return table;
  }
}

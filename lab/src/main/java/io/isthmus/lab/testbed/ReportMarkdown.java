package io.isthmus.lab.testbed;

import io.isthmus.cli.Claim;
import io.isthmus.cli.Markdown;
import java.util.List;
import java.util.Locale;

/** A report as a page. */
final class ReportMarkdown {

  private ReportMarkdown() {}

  /**
   * Writes the page.
   *
   * @param pictures names of their files, beside the page
   */
  static String of(Report report, List<String> pictures) {
    Markdown page = new Markdown().heading(1, "Testbed");
    for (Summary summary : report.summaries()) {
      page.heading(2, ReportRows.heading(summary));
      page.table(ReportRows.GAIN_HEAD, ReportRows.gains(summary));
      if (!summary.budgets().isEmpty()) {
        page.table(ReportRows.BUDGET_HEAD, ReportRows.budgets(summary));
      }
      ReportRows.facts(summary).forEach(fact -> page.paragraph(sentence(fact)));
      page.code(Claim.lines(summary.claims()));
      pictures.stream()
          .filter(file -> file.startsWith(summary.id()))
          .forEach(file -> page.paragraph("![%s](%s)".formatted(file, file)));
      page.paragraph(
          ("Medians in ms by the clock of the %s, ± half the distance of the quartiles; ¹: measured"
                  + " once, more than %.0f times slower than the best.")
              .formatted(summary.clock().name().toLowerCase(Locale.ROOT), Missing.SLOW));
      page.table(ReportRows.KEYS, ReportRows.cellHead(summary), ReportRows.cells(summary));
    }
    if (!report.links().isEmpty()) {
      page.heading(2, "What the link carried");
      page.table(ReportRows.LINK_HEAD, ReportRows.links(report));
    }
    return page.toString();
  }

  private static String sentence(String fact) {
    return fact.substring(0, 1).toUpperCase(Locale.ROOT) + fact.substring(1) + ".";
  }
}

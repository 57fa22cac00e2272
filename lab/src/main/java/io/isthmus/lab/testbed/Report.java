package io.isthmus.lab.testbed;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.isthmus.cli.Csv;
import io.isthmus.cli.Statistics;
import io.isthmus.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All that the results of a folder say.
 *
 * @param summaries one for each network and share
 * @param links what the link really carried, for each rate
 */
record Report(List<Summary> summaries, List<LinkRow> links) {

  /**
   * A row of {@code cells.csv}: a policy in a situation. In CSV all of it is one flat row.
   *
   * @param situation the machines and what was asked of them
   * @param policy how the cut was chosen
   * @param count requests
   * @param medianMs median time
   * @param spreadMs distance of the quartiles
   * @param plan the most frequent one
   * @param degraded requests that the device finished alone
   */
  record CellRow(
      @JsonUnwrapped Situation situation,
      String policy,
      int count,
      double medianMs,
      double spreadMs,
      String plan,
      int degraded) {

    /**
     * The machines and what was asked of them.
     *
     * @param model name of the network
     * @param share of a core that the device had
     * @param rate of the link, with its unit
     * @param input {@code photos}, {@code frames} or {@code private}
     * @param batch images in a request
     */
    record Situation(String model, double share, String rate, String input, int batch) {}

    private static CellRow of(Situation situation, PolicyTime time) {
      return new CellRow(
          situation,
          time.policy(),
          time.count(),
          time.medianMs(),
          time.spreadMs(),
          time.plan(),
          time.degraded());
    }
  }

  /**
   * Reads the results of a folder and writes beside them {@code summary.md}, {@code cells.csv} and
   * the pictures.
   *
   * @throws UsageException if the folder holds no results
   */
  static Report write(Path folder, Clock clock) throws IOException, UsageException {
    List<Observation> rows = Results.read(folder);
    if (rows.isEmpty()) {
      throw new UsageException(folder + " holds no results yet");
    }
    Path links = folder.resolve(LinkRow.FILE);
    Report report =
        of(rows, Files.exists(links) ? Csv.read(links, LinkRow.class) : List.of(), clock);
    Csv.write(folder.resolve("cells.csv"), CellRow.class, report.cellRows());
    List<String> pictures = new ArrayList<>();
    for (Summary summary : report.summaries()) {
      pictures.addAll(SummaryFigures.write(summary, folder));
    }
    Files.writeString(folder.resolve("summary.md"), ReportMarkdown.of(report, pictures));
    return report;
  }

  /** Sums up rows of any number of networks and shares. */
  static Report of(List<Observation> rows, List<LinkRow> links, Clock clock) {
    List<Summary> summaries =
        rows.stream()
            .collect(
                Collectors.groupingBy(row -> row.request().model() + " " + row.request().share()))
            .values()
            .stream()
            .map(of -> Summary.of(of, clock))
            .sorted(Comparator.comparing(Summary::id))
            .toList();
    return new Report(summaries, typical(links));
  }

  /** The medians for each rate. */
  private static List<LinkRow> typical(List<LinkRow> links) {
    return links.stream()
        .map(LinkRow::rate)
        .distinct()
        .map(
            rate -> {
              List<LinkRow> of = links.stream().filter(l -> l.rate().equals(rate)).toList();
              return new LinkRow(
                  rate,
                  Statistics.median(of.stream().map(LinkRow::upMegabytesPerSecond).toList()),
                  Statistics.median(of.stream().map(LinkRow::downMegabytesPerSecond).toList()));
            })
        .toList();
  }

  private List<CellRow> cellRows() {
    List<CellRow> rows = new ArrayList<>();
    for (Summary of : summaries) {
      for (CellSummary cell : of.cells()) {
        var situation =
            new CellRow.Situation(of.model(), of.share(), cell.rate(), cell.input(), cell.batch());
        cell.policies().forEach(time -> rows.add(CellRow.of(situation, time)));
      }
    }
    return rows;
  }

  /** Whether no answer was lost, and all are the uncut chain's. */
  boolean isSound() {
    return summaries.stream().allMatch(s -> s.counts().wrong() == 0);
  }
}

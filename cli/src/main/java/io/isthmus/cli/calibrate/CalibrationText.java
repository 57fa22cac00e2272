package io.isthmus.cli.calibrate;

import io.isthmus.calibrating.CalibrationRun;
import io.isthmus.calibrating.Skipped;
import io.isthmus.calibration.Accuracy;
import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.calibration.Confidence;
import io.isthmus.cli.Table;
import io.isthmus.wire.PeerText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What people read of a calibration. */
final class CalibrationText {

  private static final int MOST_NAMED = 10;
  private static final int LONGEST_LINE = 96;

  private final String name;
  private final CalibrationRun run;
  private final Calibration calibration;
  private final Advice advice;
  private final OptionTimes times;
  private final String machines;

  /**
   * The text of a calibration.
   *
   * @param name of the network
   * @param times what options take on two machines
   * @param machines who these are
   */
  CalibrationText(String name, CalibrationRun run, OptionTimes times, String machines) {
    this.name = name;
    this.run = run;
    this.calibration = run.calibration();
    this.advice = new Advice(calibration);
    this.times = times;
    this.machines = machines;
  }

  /** All of it. */
  String text() {
    List<String> parts = new ArrayList<>();
    parts.add(summary());
    calibration.cuts().forEach(cut -> parts.add(table(cut)));
    parts.add(smallest());
    parts.add(fastest());
    parts.add(promise());
    return String.join("\n\n", parts);
  }

  private String summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %d images counted, %d more made the quantisers, skipped files: %d"
            .formatted(name, calibration.images(), run.forQuantisers(), run.skipped().size()));
    run.skipped().stream().limit(MOST_NAMED).map(CalibrationText::line).forEach(lines::add);
    if (run.skipped().size() > MOST_NAMED) {
      lines.add("  … and %d more; --json names all".formatted(run.skipped().size() - MOST_NAMED));
    }
    if (calibration.exactAccuracy() != null) {
      lines.add("right answers without any encoding: " + percent(calibration.exactAccuracy()));
    }
    return String.join("\n", lines);
  }

  private static String line(Skipped file) {
    return "  " + PeerText.shown(file.name() + ": " + file.reason(), LONGEST_LINE);
  }

  private String table(CalibratedCut cut) {
    boolean labelled = calibration.exactAccuracy() != null;
    Stream<String> head =
        Stream.of("encoding", "bytes", "p95", "bits/element", "changed", "at most", "mean change");
    Stream<String> more = labelled ? Stream.of("right", "loss at most") : Stream.of();
    Table table = Table.of(Stream.concat(head, more).toArray(String[]::new));
    cut.options().forEach(option -> table.row(row(cut, option)));
    return "cut %d, %s: %d elements%n%s"
        .formatted(
            cut.split(),
            cut.split() == 0 ? "the input" : "after " + cut.unit(),
            cut.elements(),
            table);
  }

  private String[] row(CalibratedCut cut, CalibratedOption option) {
    boolean exact = option.encoding().exact();
    List<String> cells = new ArrayList<>();
    cells.add(option.encoding().toString());
    cells.add(String.format(Locale.ROOT, "%.0f", option.bytesMean()));
    cells.add(String.format(Locale.ROOT, "%.0f", option.bytesP95()));
    cells.add(String.format(Locale.ROOT, "%.2f", 8 * option.bytesMean() / cut.elements()));
    cells.add(exact ? "–" : option.changed() + " of " + calibration.images());
    cells.add(exact ? "–" : percent(option.upper()));
    cells.add(exact ? "–" : String.format(Locale.ROOT, "%.2g", option.meanChange()));
    if (option.accuracy() != null && option.lossUpper() != null) {
      cells.add(percent(option.accuracy()));
      cells.add(exact ? "–" : percent(option.lossUpper()));
    }
    return cells.toArray(String[]::new);
  }

  private String smallest() {
    Table table = Table.of("budget", "fewest bytes", "encoding", "bytes", "bits/element");
    for (Accuracy budget : advice.budgets()) {
      Optional<Advice.Way> way = advice.smallest(budget);
      way.ifPresent(
          best ->
              table.row(
                  budget.toString(),
                  best.cut().unit(),
                  best.option().encoding().toString(),
                  String.format(Locale.ROOT, "%.0f", best.option().bytesMean()),
                  String.format(
                      Locale.ROOT, "%.2f", 8 * best.option().bytesMean() / best.cut().elements())));
    }
    return "what a budget buys: the cut and the encoding that send least%n%s".formatted(table);
  }

  private String fastest() {
    List<String> head = new ArrayList<>(List.of("MB/s"));
    advice.budgets().forEach(budget -> head.add(budget.toString()));
    Table table = Table.of(head.toArray(String[]::new));
    for (double rate : Advice.RATES) {
      List<String> cells =
          new ArrayList<>(
              List.of(rate < 1 ? Double.toString(rate) : String.format(Locale.ROOT, "%.0f", rate)));
      advice.budgets().forEach(budget -> cells.add(times.best(advice, budget, rate).toString()));
      table.row(cells.toArray(String[]::new));
    }
    return "the fastest cut and encoding for a single image, by rate and budget,%nwith %s%n%s"
        .formatted(machines, table);
  }

  private String promise() {
    double least = Confidence.upper(0, calibration.images(), Confidence.LEVEL);
    return ("bounds hold with 95 %% confidence; with %d images none is below %s, and 0.01 needs"
            + " 299 at least")
        .formatted(calibration.images(), percent(least));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }
}

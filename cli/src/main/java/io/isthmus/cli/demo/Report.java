package io.isthmus.cli.demo;

import io.isthmus.cli.Table;
import io.isthmus.cli.service.Processor;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The demonstration's result as people read it, in 100 columns. */
final class Report {

  private Report() {}

  static String of(DemoCommand.Result result) {
    Summary summary = result.summary();
    StringBuilder text = new StringBuilder();
    text.append(table(result)).append("\n\n");
    text.append(
        """
        raw: whether raw input may leave the device. All times are medians in ms.
        gain: against the better of local and offload. Devices compute on one thread%s.

        """
            .formatted(result.devices() == Processor.BASIC ? ", without AVX" : ""));
    text.append("cuts chosen          ").append(counts(summary.cuts())).append('\n');
    text.append("modes                ").append(counts(summary.modes())).append('\n');
    text.append(line("prediction error     %.1f %% (median)", 100 * summary.predictionError()));
    if (!Double.isNaN(summary.cutPredictionError())) {
      text.append(
          line(
              "where it was cut     %.1f %%; measured over predicted %.2f",
              100 * summary.cutPredictionError(), summary.cutOverPredicted()));
    }
    text.append(line("faster than local    %.2f× (geometric mean)", summary.fasterThanLocal()));
    text.append(line("faster than offload  %.2f×", summary.fasterThanOffload()));
    text.append(
        "answers changed      %d of %d, with accuracy=%s\n"
            .formatted(summary.changed(), summary.compared(), result.accuracy()));
    if (summary.degraded() > 0) {
      text.append(line("%d answers were finished by the device alone", summary.degraded()));
    }
    result.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
    return text.toString().stripTrailing();
  }

  private static Table table(DemoCommand.Result result) {
    Table table =
        Table.of(
            "rate",
            "B",
            "input",
            "raw",
            "cut",
            "mode",
            "predicted",
            "measured",
            "local",
            "offload",
            "gain");
    for (Row row : result.rows()) {
      table.row(
          row.situation().rate(),
          Integer.toString(row.situation().batch()),
          row.situation().input(),
          row.situation().rawInputMayLeave() ? "may" : "stays",
          row.choice().cut(),
          row.choice().mode(),
          milliseconds(row.times().predictedMs()),
          milliseconds(row.times().measuredMs()),
          milliseconds(row.times().localMs()),
          milliseconds(row.times().offloadMs()),
          String.format(Locale.ROOT, "%+.0f%%", 100 * row.gain()));
    }
    return table;
  }

  private static String counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(e -> e.getKey() + " ×" + e.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values) + "\n";
  }

  private static String milliseconds(@Nullable Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, "%.1f", value);
  }
}

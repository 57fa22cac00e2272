package io.isthmus.lab.bench;

import io.isthmus.cli.Claim;
import io.isthmus.cli.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What came of all requests.
 *
 * @param posted requests in all
 * @param skipped first ones that do not count
 * @param degraded of the others, those that the device had to finish and that do not count either
 * @param cuts how often each cut was chosen
 * @param errors of the total, for all requests that count and for groups of them
 * @param parts errors of the parts
 * @param claims what shall hold
 */
record PredictionResult(
    int posted,
    int skipped,
    int degraded,
    Map<String, Long> cuts,
    List<ErrorSummary> errors,
    List<PartError> parts,
    List<Claim> claims) {

  private static final double LIMIT_PERCENT = 8;

  /** Sums up; the first {@code skip} do not count. */
  static PredictionResult of(List<Observation> all, int skip) {
    List<Observation> later = all.subList(Math.min(skip, all.size()), all.size());
    List<Observation> counted = later.stream().filter(Observation::counts).toList();
    List<ErrorSummary> errors = errors(counted);
    return new PredictionResult(
        all.size(),
        all.size() - later.size(),
        later.size() - counted.size(),
        new TreeMap<>(
            counted.stream()
                .collect(
                    Collectors.groupingBy(
                        o -> o.answer().decision().cut(), Collectors.counting()))),
        errors,
        Arrays.stream(Part.values()).map(part -> PartError.of(part, counted)).toList(),
        List.of(
            Claim.atMost(
                "mean absolute prediction error of the total",
                LIMIT_PERCENT,
                errors.get(0).mean(),
                "%")));
  }

  private static List<ErrorSummary> errors(List<Observation> counted) {
    List<ErrorSummary> errors = new ArrayList<>();
    errors.add(ErrorSummary.of("all", counted));
    add(errors, counted, o -> o.afterChange() ? "first after a change" : "the rest");
    add(errors, counted, o -> o.asked().load().toString());
    add(errors, counted, o -> o.asked().input().name().toLowerCase(Locale.ROOT));
    add(errors, counted, o -> o.answer().decision().mode());
    add(errors, counted, o -> "batch %2d".formatted(o.asked().batch()));
    return errors;
  }

  private static void add(
      List<ErrorSummary> to, List<Observation> counted, Function<Observation, String> group) {
    counted.stream().collect(Collectors.groupingBy(group)).entrySet().stream()
        .sorted(Comparator.comparing(Map.Entry::getKey))
        .forEach(e -> to.add(ErrorSummary.of(e.getKey(), e.getValue())));
  }

  /** As people read it. */
  String text() {
    return """
        %d requests, of which %d first and %d degraded ones do not count
        %d cuts chosen: %s

        %s

        %s

        bias: positive where too much was predicted; of total: of each request's measured total
        %s"""
        .formatted(
            posted,
            skipped,
            degraded,
            cuts.size(),
            cuts.entrySet().stream()
                .map(e -> e.getKey() + " ×" + e.getValue())
                .collect(Collectors.joining(", ")),
            errorTable(),
            partTable(),
            Claim.lines(claims));
  }

  private Table errorTable() {
    Table table = Table.of("requests", "n", "mean %", "median %", "p90 %", "bias %");
    for (ErrorSummary e : errors) {
      String n = Integer.toString(e.requests());
      table.row(e.group(), n, one(e.mean()), one(e.median()), one(e.p90()), one(e.bias()));
    }
    return table;
  }

  private Table partTable() {
    Table table = Table.of("part", "mean |error| ms", "of total %", "bias ms");
    for (PartError e : parts) {
      table.row(e.part(), one(e.meanMs()), one(e.ofTotal()), one(e.biasMs()));
    }
    return table;
  }

  private static String one(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}

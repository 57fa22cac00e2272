package io.isthmus.lab.bench;

import io.isthmus.cli.Claim;
import io.isthmus.cli.Table;
import io.isthmus.cli.service.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What came of all steps.
 *
 * @param settledBy for the first, second … request after a step: in how many percent of the steps
 *     it took the settled cut
 */
record StepsResult(List<Step> steps, List<Double> settledBy, List<Claim> claims) {

  private static final double LIMIT_PERCENT = 95;
  private static final int SECOND = 2;

  static StepsResult of(List<Step> steps) {
    List<Double> settledBy =
        IntStream.rangeClosed(1, Step.LOOKED_AT)
            .mapToObj(request -> percent(steps, request))
            .toList();
    return new StepsResult(
        steps,
        settledBy,
        List.of(
            Claim.atLeast(
                "the second request after a step takes the settled cut",
                LIMIT_PERCENT,
                settledBy.get(SECOND - 1),
                "% of the steps")));
  }

  private static double percent(List<Step> steps, int request) {
    long settled = steps.stream().filter(step -> step.hasSettledBy(request)).count();
    return 100.0 * settled / steps.size();
  }

  /** As people read it. */
  String text() {
    String misses =
        steps.stream()
            .filter(step -> !step.hasSettledBy(SECOND))
            .map(StepsResult::miss)
            .collect(Collectors.joining());
    return "%s%n%s%nsettled by the first, second … request: %s %% of %d steps%n%s"
        .formatted(
            table(),
            misses,
            settledBy.stream().map(StepsResult::whole).collect(Collectors.joining(", ")),
            steps.size(),
            Claim.lines(claims));
  }

  private Table table() {
    Table table = Table.of("step", "input", "B", "first", "second", "third", "fourth", "settled");
    for (Step step : steps) {
      List<String> cells = new ArrayList<>();
      cells.add(step.from() + " to " + step.to());
      cells.add(step.input());
      cells.add(Integer.toString(step.batch()));
      for (int request = 1; request <= Step.LOOKED_AT; request++) {
        String cut = step.choices().get(request - 1).cut();
        cells.add(step.hasSettledBy(request) ? cut : cut + " !");
      }
      cells.add(step.settled().cut());
      table.row(cells.toArray(new String[0]));
    }
    return table;
  }

  private static String miss(Step step) {
    Answer.Decision second = step.choices().get(SECOND - 1);
    return "miss: %s to %s, %s, batch %d%n  second   %s%n  settled  %s%n"
        .formatted(
            step.from(),
            step.to(),
            step.input(),
            step.batch(),
            totals(second.candidates()),
            totals(step.settled().candidates()));
  }

  private static String totals(List<Answer.Candidate> candidates) {
    return candidates.stream()
        .map(c -> "%s %s ms".formatted(c.unit(), whole(c.totalMs())))
        .collect(Collectors.joining(", "));
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}

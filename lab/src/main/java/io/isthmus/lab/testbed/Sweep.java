package io.isthmus.lab.testbed;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.Progress;
import io.isthmus.cli.harness.Inputs;
import io.isthmus.cli.service.DeviceClient.Timed;
import io.isthmus.cli.service.Payload;
import io.isthmus.lab.exact.Difference;
import io.isthmus.lab.exact.References;
import io.isthmus.lab.exact.Reply;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;

/**
 * Measures every cell of a grid under every policy, and adds what it finds to the results. In each
 * round all policies answer the same request, in an order that is balanced over the rounds, so that
 * whatever the machine does meets all of them alike.
 */
final class Sweep {

  /** Requests that open a situation: they meet memory for its chunks, and are not counted. */
  static final int OPENING = 3;

  private final TestbedHarness harness;
  private final Inputs inputs;
  private final References references;
  private final Missing missing;
  private final Path folder;

  /**
   * A sweep that adds what is missing.
   *
   * @param folder of the results
   */
  Sweep(
      TestbedHarness harness, Inputs inputs, References references, Missing missing, Path folder) {
    this.harness = harness;
    this.inputs = inputs;
    this.references = references;
    this.missing = missing;
    this.folder = folder;
  }

  /** Measures what is missing. */
  void run(Grid grid, Forecast forecast) throws IOException, InterruptedException, FailedException {
    List<Cell> pending = missing.cells(grid);
    double expectedMs =
        pending.stream().mapToDouble(cell -> forecast.ms(cell, missing.rounds())).sum();
    System.err.printf(
        "%d of %d situations to measure, expected to take %s%n",
        pending.size(), grid.cells().size(), duration(expectedMs));
    try (ProgressBar bar = Progress.start("testbed (s)", seconds(expectedMs))) {
      double doneMs = 0;
      for (DataRate rate : grid.rates()) {
        List<Cell> cells = pending.stream().filter(cell -> cell.rate().equals(rate)).toList();
        if (!cells.isEmpty()) {
          bar.setExtraMessage(" " + rate);
          harness.setRate(rate).add(folder);
        }
        for (Cell cell : cells) {
          measure(cell);
          doneMs += forecast.ms(cell, missing.rounds());
          bar.stepTo(seconds(doneMs));
        }
      }
    }
  }

  private static int seconds(double ms) {
    return (int) Math.ceil(ms / 1000);
  }

  private static String duration(double ms) {
    int seconds = seconds(ms);
    return seconds < 120 ? seconds + " s" : (seconds + 30) / 60 + " min";
  }

  private void measure(Cell cell) throws IOException, InterruptedException, FailedException {
    List<Policy> policies = missing.candidates().of(cell.input());
    Policy first = policies.get(0);
    for (int i = 0; i < OPENING; i++) {
      ask(missing.asked(cell, first, 0), first);
    }
    for (int round = 1; round <= missing.rounds(); round++) {
      List<Policy> turns = Turns.order(policies, cell, round);
      turns.retainAll(missing.policies(cell, round));
      for (Policy policy : turns) {
        missing.results().add(ask(missing.asked(cell, policy, round), policy));
      }
    }
  }

  /** In every round other pictures are sent, and the same ones under every policy. */
  private Observation ask(Observation.Asked asked, Policy policy)
      throws IOException, InterruptedException, FailedException {
    Cell cell = asked.cell();
    InputPolicy input = cell.input();
    int from = asked.round() * cell.batch();
    Payload payload = inputs.payload(input.kind(), cell.batch(), from);
    try {
      Timed<Reply> timed =
          harness
              .device(input, policy)
              .infer(payload, policy.query() + "&top=1&logits=true", Reply.class);
      Difference difference = references.compare(input.kind(), from, cell.batch(), timed.answer());
      return Observation.answered(asked, timed, difference);
    } catch (FailedException e) {
      harness.requireRunning();
      return Observation.lost(asked, String.valueOf(e.getMessage()));
    }
  }
}

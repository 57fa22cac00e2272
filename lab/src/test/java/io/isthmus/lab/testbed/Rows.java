package io.isthmus.lab.testbed;

import io.isthmus.units.DataRate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Made results. */
final class Rows {

  private Rows() {}

  static Observation row(
      String rate, int batch, String input, String policy, int round, double ms) {
    return row(rate, batch, input, policy, round, ms, null, true);
  }

  static Observation row(
      String rate,
      int batch,
      String input,
      String policy,
      int round,
      double ms,
      @Nullable Double boundMs,
      boolean identical) {
    return new Observation(
        new Observation.Request("net", 0.25, rate, batch, input, policy, round),
        new Observation.Times(ms, ms - 1, ms + 2, boundMs),
        new Observation.Parts(0.5, 1.5, 2.5, 0.25, 3.5),
        new Observation.Result(batch + "@3", "split", false, identical, identical ? 0 : 1, null));
  }

  /** The request of a row, carried out in another way. */
  static Observation withPlan(Observation row, String plan) {
    Observation.Result was = row.result();
    return new Observation(
        row.request(),
        row.times(),
        row.parts(),
        new Observation.Result(
            plan, was.mode(), was.degraded(), was.identical(), was.changed(), was.problem()));
  }

  static Observation lost(String rate, int batch, String input, String policy, int round) {
    Cell cell =
        new Cell(DataRate.parse(rate), InputPolicy.valueOf(input.toUpperCase(Locale.ROOT)), batch);
    return Observation.lost(
        new Observation.Asked("net", 0.25, cell, policy, round), "no answer,\n\"as it says\"");
  }
}

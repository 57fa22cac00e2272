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
        "net",
        0.25,
        rate,
        batch,
        input,
        policy,
        round,
        ms,
        ms - 1,
        ms + 2,
        boundMs,
        0.5,
        1.5,
        2.5,
        0.25,
        3.5,
        batch + "@3",
        "split",
        false,
        identical,
        null);
  }

  /** The same, carried out in another way. */
  static Observation withPlan(Observation row, String plan) {
    return new Observation(
        row.model(),
        row.share(),
        row.rate(),
        row.batch(),
        row.input(),
        row.policy(),
        row.round(),
        row.clientMs(),
        row.deviceMs(),
        row.predictedMs(),
        row.boundMs(),
        row.decodeMs(),
        row.headMs(),
        row.transferMs(),
        row.queueMs(),
        row.tailMs(),
        plan,
        row.mode(),
        row.degraded(),
        row.identical(),
        row.problem());
  }

  static Observation lost(String rate, int batch, String input, String policy, int round) {
    Cell cell = new Cell(DataRate.parse(rate), Feed.valueOf(input.toUpperCase(Locale.ROOT)), batch);
    return Observation.lost(
        new Observation.Asked("net", 0.25, cell, policy, round), "no answer,\n\"as it says\"");
  }
}

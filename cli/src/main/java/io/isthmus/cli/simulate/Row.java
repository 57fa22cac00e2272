package io.isthmus.cli.simulate;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.isthmus.cli.trace.Trace;
import org.jspecify.annotations.Nullable;

/**
 * A trace at a scale; in JSON and CSV all of it is one flat row.
 *
 * @param trace its name
 * @param scale what its rates were multiplied by
 * @param meanRate of the link then
 * @param requests how many were sent
 * @param times of the policies
 * @param excess how much longer one took than another
 * @param choices what Isthmus did
 */
record Row(
    String trace,
    double scale,
    String meanRate,
    long requests,
    @JsonUnwrapped Times times,
    @JsonUnwrapped Excess excess,
    @JsonUnwrapped Choices choices) {

  /**
   * Means of all requests, in milliseconds.
   *
   * @param localMs all on the device
   * @param offloadMs all on the edge; null where raw input may not leave
   * @param bestFixed name of the cut that one had best fixed
   * @param bestFixedMs that cut
   * @param oracleMs the best plan in the true state
   * @param pastMs the best plan if all were as it was last measured, without noise
   * @param isthmusMs the services' own decisions
   */
  record Times(
      double localMs,
      @Nullable Double offloadMs,
      String bestFixed,
      double bestFixedMs,
      double oracleMs,
      double pastMs,
      double isthmusMs) {}

  /**
   * How much longer one policy took than another, in percent of the other's time.
   *
   * @param regretPercent Isthmus than the oracle
   * @param pastRegretPercent the past than the oracle: what cannot be avoided with these
   *     measurements
   * @param overPastPercent Isthmus than the past
   * @param overFixedPercent Isthmus than the best fixed cut
   */
  record Excess(
      double regretPercent,
      double pastRegretPercent,
      double overPastPercent,
      double overFixedPercent) {}

  /**
   * What Isthmus did.
   *
   * @param plansPercent requests that were carried out in several chunks
   * @param differentCuts how many it took
   * @param switchesPerHundred how often it moved the cut, for every hundred requests
   * @param probedPercent bytes of probes, as a part of what the link could have carried
   */
  record Choices(
      double plansPercent, int differentCuts, double switchesPerHundred, double probedPercent) {}

  static Row of(Trace scaled, double scale, Totals totals) {
    return new Row(
        scaled.name(),
        scale,
        scaled.mean().toString(),
        totals.requests(),
        times(totals),
        excess(totals),
        new Choices(
            totals.plansPercent(),
            totals.differentCuts(),
            totals.switchesPerHundred(),
            totals.probedPercent()));
  }

  private static Times times(Totals totals) {
    String best = totals.bestFixed();
    boolean offloads = totals.policies().contains("offload");
    return new Times(
        totals.meanMs("local"),
        offloads ? totals.meanMs("offload") : null,
        best,
        totals.meanMs(best),
        totals.meanMs(Policies.ORACLE),
        totals.meanMs(Policies.PAST),
        totals.meanMs(Policies.ISTHMUS));
  }

  private static Excess excess(Totals totals) {
    return new Excess(
        totals.excessPercent(Policies.ORACLE),
        totals.excessPercent(Policies.PAST, Policies.ORACLE),
        totals.excessPercent(Policies.PAST),
        totals.excessPercent(totals.bestFixed()));
  }
}

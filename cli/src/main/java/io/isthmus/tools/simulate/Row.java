package io.isthmus.tools.simulate;

import io.isthmus.tools.trace.Trace;

/**
 * A trace at a scale; times are means of all requests, in milliseconds.
 *
 * @param trace its name
 * @param scale what its rates were multiplied by
 * @param meanRate of the link then
 * @param requests how many were sent
 * @param localMs all on the device
 * @param offloadMs all on the edge
 * @param bestFixed name of the cut that one had best fixed
 * @param bestFixedMs that cut
 * @param oracleMs Eq. 6 in the true state
 * @param pastMs the best plan if all were as it was last measured, without noise
 * @param isthmusMs the services' own decisions
 * @param regretPercent (isthmus − oracle) / oracle
 * @param pastRegretPercent (past − oracle) / oracle: what cannot be avoided with these measurements
 * @param overPastPercent (isthmus − past) / past
 * @param plansPercent requests that were carried out in several chunks
 * @param overFixedPercent (isthmus − best fixed) / best fixed
 * @param differentCuts how many Isthmus took
 * @param switchesPerHundred how often Isthmus moved the cut, for every hundred requests
 * @param probedPercent bytes of probes, as a part of what the link could have carried
 */
record Row(
    String trace,
    double scale,
    String meanRate,
    long requests,
    double localMs,
    double offloadMs,
    String bestFixed,
    double bestFixedMs,
    double oracleMs,
    double pastMs,
    double isthmusMs,
    double regretPercent,
    double pastRegretPercent,
    double overPastPercent,
    double plansPercent,
    double overFixedPercent,
    int differentCuts,
    double switchesPerHundred,
    double probedPercent) {

  static Row of(Trace scaled, double scale, Totals totals) {
    String best = totals.bestFixed();
    return new Row(
        scaled.name(),
        scale,
        scaled.mean().toString(),
        totals.requests(),
        totals.meanMs("local"),
        totals.meanMs("offload"),
        best,
        totals.meanMs(best),
        totals.meanMs(Policies.ORACLE),
        totals.meanMs(Policies.PAST),
        totals.meanMs(Policies.ISTHMUS),
        totals.excessPercent(Policies.ORACLE),
        totals.excessPercent(Policies.PAST, Policies.ORACLE),
        totals.excessPercent(Policies.PAST),
        totals.plansPercent(),
        totals.excessPercent(best),
        totals.differentCuts(),
        totals.switchesPerHundred(),
        totals.probedPercent());
  }
}

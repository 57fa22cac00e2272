package io.isthmus.decision;

/**
 * A plan that was considered.
 *
 * @param plan the plan
 * @param unit name of its cut
 * @param time its predicted time
 */
public record Candidate(Plan plan, String unit, LatencyBreakdown time) {

  /** The option that stands for the plan. */
  public Option option() {
    return time.option();
  }
}

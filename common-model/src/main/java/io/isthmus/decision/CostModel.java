package io.isthmus.decision;

/** Predicts the time of an option. */
public interface CostModel {

  /**
   * Time of a workload with an option, whose cut lies in 0 … L.
   *
   * @throws IllegalArgumentException for a batch that a machine it needs was not measured for
   */
  LatencyBreakdown time(Option option, Workload workload, SystemState conditions);
}

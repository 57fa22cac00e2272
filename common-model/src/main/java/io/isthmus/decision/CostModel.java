package io.isthmus.decision;

/** Predicts the time of an option. */
public interface CostModel {

  /**
   * Time of a workload with an option, whose cut lies in 0 … L.
   *
   * @throws IllegalArgumentException for a batch that a machine it needs was not measured for
   */
  LatencyBreakdown time(Option option, Workload workload, SystemState conditions);

  /**
   * Whether the time of an option can be told: both machines know its encoding, and its bytes are
   * known.
   */
  default boolean predicts(Option option) {
    return true;
  }
}

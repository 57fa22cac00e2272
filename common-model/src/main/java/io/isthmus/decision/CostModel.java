package io.isthmus.decision;

/** Predicts the time of a cut. */
public interface CostModel {

  /**
   * Time of cutting a workload at {@code split}, 0 … L.
   *
   * @throws IllegalArgumentException for a batch that a machine it needs was not measured for
   */
  CutTime time(int split, Workload workload, Conditions conditions);
}

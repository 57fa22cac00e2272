package io.isthmus.control;

import io.isthmus.decision.Workload;

/**
 * A request for a decision.
 *
 * @param preference what it asks of the decision
 * @param workload what it brings
 * @param leftMs time until its deadline, in milliseconds; infinite if it has none
 */
public record Request(SplitPreference preference, Workload workload, double leftMs) {

  /** A request without a deadline. */
  public Request(SplitPreference preference, Workload workload) {
    this(preference, workload, Double.POSITIVE_INFINITY);
  }
}

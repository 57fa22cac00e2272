package io.isthmus.control;

import io.isthmus.calibration.Accuracy;
import io.isthmus.decision.Workload;

/**
 * A request, as far as it matters to the controller.
 *
 * @param preference what it asks of the decision
 * @param workload what it brings
 * @param leftMs time until its deadline, in milliseconds; infinite if it has none
 * @param accuracy how much its answers may differ from those of the uncut network
 */
public record Request(
    SplitPreference preference, Workload workload, double leftMs, Accuracy accuracy) {

  /** A request for exact answers. */
  public Request(SplitPreference preference, Workload workload, double leftMs) {
    this(preference, workload, leftMs, Accuracy.EXACT);
  }

  /** A request for exact answers without a deadline. */
  public Request(SplitPreference preference, Workload workload) {
    this(preference, workload, Double.POSITIVE_INFINITY);
  }
}

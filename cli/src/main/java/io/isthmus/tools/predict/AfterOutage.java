package io.isthmus.tools.predict;

import io.isthmus.decision.Conditions;
import io.isthmus.decision.CostModel;
import io.isthmus.decision.CutTime;
import io.isthmus.decision.Workload;

/**
 * The times of cuts while the link is out: what is sent waits for its return. The device computes
 * meanwhile.
 *
 * @param cost the times once it has returned
 * @param length L, the cut that sends nothing
 * @param waitMs until it returns, in milliseconds
 */
record AfterOutage(CostModel cost, int length, double waitMs) implements CostModel {

  @Override
  public CutTime time(int split, Workload workload, Conditions conditions) {
    CutTime time = cost.time(split, workload, conditions);
    if (split == length) {
      return time;
    }
    double leftMs = Math.max(0, waitMs - time.deviceMs());
    return new CutTime(
        split,
        time.decodeMs(),
        time.headMs(),
        time.transferMs() + leftMs,
        time.edgeQueueMs(),
        time.tailMs(),
        time.deviceQueueMs(),
        time.latencyMs() + leftMs,
        time.sendingMs(),
        time.overlapMs());
  }
}

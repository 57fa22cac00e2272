package io.isthmus.cli.predict;

import io.isthmus.decision.CostModel;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Option;
import io.isthmus.decision.SystemState;
import io.isthmus.decision.Workload;

/**
 * The times of options while the link is out: what is sent waits for its return. The device
 * computes meanwhile.
 *
 * @param cost the times once it has returned
 * @param length L, the cut that sends nothing
 * @param waitMs until it returns, in milliseconds
 */
record AfterOutage(CostModel cost, int length, double waitMs) implements CostModel {

  @Override
  public LatencyBreakdown time(Option option, Workload workload, SystemState conditions) {
    LatencyBreakdown time = cost.time(option, workload, conditions);
    if (option.cut() == length) {
      return time;
    }
    double leftMs = Math.max(0, waitMs - time.deviceMs());
    return new LatencyBreakdown(
        option,
        time.decodeMs(),
        time.headMs(),
        time.encodeMs(),
        time.transferMs() + leftMs,
        time.edgeQueueMs(),
        time.tensorDecodeMs(),
        time.tailMs(),
        time.deviceQueueMs(),
        new LatencyBreakdown.Pipelining(
            time.latencyMs() + leftMs, time.sendingMs(), time.overlapMs()));
  }

  @Override
  public boolean predicts(Option option) {
    return cost.predicts(option);
  }
}

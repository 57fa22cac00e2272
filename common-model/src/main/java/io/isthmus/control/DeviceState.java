package io.isthmus.control;

import io.isthmus.decision.CodedSizes;
import io.isthmus.estimate.MachineLoad;
import io.isthmus.estimate.SendOverheadEstimate;
import io.isthmus.estimate.SlowdownEstimate;

/**
 * What a device has learnt of itself and of what it is given.
 *
 * @param load its queue, and how it keeps to its profile
 * @param sending what sending a chunk keeps it from its next head
 * @param contention k_p: how many times longer than its flow shop a plan of several chunks takes,
 *     since machines that work at the same time share memory and cores
 * @param sizes how large its tensors are in their encodings
 */
public record DeviceState(
    MachineLoad load, SendOverheadEstimate sending, SlowdownEstimate contention, CodedSizes sizes) {

  /** A device that has done nothing yet. */
  public static DeviceState idle(int workers) {
    return new DeviceState(
        MachineLoad.idle(workers),
        SendOverheadEstimate.UNKNOWN,
        SlowdownEstimate.NONE,
        CodedSizes.NONE);
  }

  DeviceState with(MachineLoad next) {
    return new DeviceState(next, sending, contention, sizes);
  }

  DeviceState with(SendOverheadEstimate next) {
    return new DeviceState(load, next, contention, sizes);
  }

  DeviceState with(SlowdownEstimate nextContention) {
    return new DeviceState(load, sending, nextContention, sizes);
  }

  DeviceState with(CodedSizes next) {
    return new DeviceState(load, sending, contention, next);
  }

  /** k_p as it can be expected now; no plan is expected to be sooner than its flow shop. */
  public double planFactor(long nowNanos) {
    return Math.max(1, contention.at(nowNanos));
  }
}

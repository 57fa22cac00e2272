package io.isthmus.device.decide;

import io.isthmus.control.Snapshot;
import io.isthmus.estimate.EdgeLoad;
import io.isthmus.estimate.SlowdownEstimate;
import org.jspecify.annotations.Nullable;

/**
 * How long ago the live estimates were learnt, in milliseconds; null while nothing has been. The
 * age of the link's rate stands in {@link ConditionsView}.
 *
 * @param queueMs of the wait at the edge
 * @param deviceFactorMs of k_d
 * @param edgeFactorMs of k_e
 */
public record AgesView(
    @Nullable Double queueMs, @Nullable Double deviceFactorMs, @Nullable Double edgeFactorMs) {

  static AgesView of(Snapshot now) {
    return of(
        now.controller().edge().load(), now.controller().device().load().units(), now.nanos());
  }

  private static AgesView of(EdgeLoad edge, SlowdownEstimate device, long nowNanos) {
    return new AgesView(
        edge.equals(EdgeLoad.IDLE) ? null : millis(edge.atNanos(), nowNanos),
        age(device, nowNanos),
        age(edge.slowdown(), nowNanos));
  }

  private static @Nullable Double age(SlowdownEstimate learnt, long nowNanos) {
    return learnt.equals(SlowdownEstimate.NONE) ? null : millis(learnt.atNanos(), nowNanos);
  }

  private static double millis(long atNanos, long nowNanos) {
    return Math.max(0, nowNanos - atNanos) / 1e6;
  }
}

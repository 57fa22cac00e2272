package io.isthmus.accuracy;

import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Plan;
import io.isthmus.decision.SystemState;
import java.util.List;

/**
 * What a request met on its way.
 *
 * @param time where its time went
 * @param sentBytes bytes of the bodies that were sent to the edge; 0 if none was
 * @param receiveMs for how long they arrived there, in milliseconds
 */
public record Observation(MeasuredTime time, long sentBytes, double receiveMs) {

  /** A body that fits in the socket buffers says nothing of the rate. */
  private static final long MIN_BYTES = 8 * 1024;

  /** A shorter arrival is measured too coarsely, in milliseconds. */
  private static final double MIN_RECEIVE_MS = 0.2;

  /** A shorter computation says nothing of a machine's speed, in milliseconds. */
  private static final double MIN_MS = 0.5;

  private static final double MAX_FACTOR = 64;

  /** Of a request that asked nothing of the edge. */
  public static Observation local(MeasuredTime time) {
    return new Observation(time, 0, 0);
  }

  /** Whether there can be conditions in which this is measured. */
  boolean possible() {
    double least = Math.min(Math.min(time.deviceQueueMs(), time.edgeQueueMs()), receiveMs);
    return Parts.of(time).possible() && least >= 0 && receiveMs < Double.POSITIVE_INFINITY;
  }

  /**
   * The conditions that the request met, in the terms of the cost model: with them the model gives
   * the measured time of the parts of the plan that was carried out. What the request did not touch
   * stays as it was believed: a local one says nothing of the link.
   */
  SystemState met(DecisionInput before, Plan plan) {
    SystemState believed = before.conditions();
    double rate = rate(believed.bytesPerMs());
    // the bare plan: no waits, no round trip, and machines that keep to their profiles
    SystemState ideal = SystemState.ideal(rate);
    List<LatencyBreakdown> chunks = before.times(plan, ideal);
    LatencyBreakdown bare = before.time(plan, ideal);
    long exchanges = chunks.stream().filter(chunk -> chunk.transferMs() > 0).count();
    boolean device = plan.chunks().stream().anyMatch(chunk -> !chunk.option().sendsFiles());
    boolean edge = exchanges > 0;
    return new SystemState(
        rate,
        edge ? Math.max(0, time.transferMs() - bare.transferMs()) / exchanges : believed.rttMs(),
        edge ? time.edgeQueueMs() : believed.queueMs(),
        factor(time.headMs(), bare.headMs() + bare.encodeMs(), believed.deviceFactor()),
        factor(time.tailMs(), bare.tailMs(), believed.edgeFactor()),
        device ? time.deviceQueueMs() : believed.deviceQueueMs(),
        device
            ? factor(time.decodeMs(), bare.decodeMs(), believed.deviceImageFactor())
            : believed.deviceImageFactor(),
        device
            ? believed.edgeImageFactor()
            : factor(time.decodeMs(), bare.decodeMs(), believed.edgeImageFactor()),
        believed.planFactor(),
        believed.sendingMs());
  }

  /**
   * What the flow shop has for a plan over the link as it was, on machines as they were believed to
   * be, in milliseconds: the measured total over this is what k_p learns from. What its chunks take
   * longer for each other's sake is in the measured total alone.
   */
  public double flowShopMs(DecisionInput before, Plan plan) {
    SystemState met = met(before, plan);
    SystemState now = before.conditions().withLink(met.bytesPerMs(), met.rttMs(), met.queueMs());
    return before.schedule(plan, now).makespanMs();
  }

  private double rate(double believed) {
    return sentBytes >= MIN_BYTES && receiveMs >= MIN_RECEIVE_MS ? sentBytes / receiveMs : believed;
  }

  private static double factor(double measuredMs, double profiledMs, double believed) {
    return measuredMs >= MIN_MS && profiledMs >= MIN_MS
        ? Math.max(1 / MAX_FACTOR, Math.min(MAX_FACTOR, measuredMs / profiledMs))
        : believed;
  }
}

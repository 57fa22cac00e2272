package io.isthmus.decision;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The predicted time of one chunk, part by part, in milliseconds; or of a plan, whose parts are
 * those of its chunks together.
 *
 * @param option the option
 * @param decodeMs decoding and pre-processing of uploaded images: on the device, or on the edge for
 *     cut 0
 * @param headMs units 1 … l on the device
 * @param transferMs round trip and bytes over the link
 * @param edgeQueueMs W_e: waiting at the edge
 * @param tailMs units l+1 … L on the edge
 * @param deviceQueueMs W_d: waiting for an inference thread of the device, before the head
 * @param latencyMs that part of the transfer during which the link is free for others: the round
 *     trip
 * @param sendingMs what sending the chunk keeps the device from its next head: no part of its own
 *     time
 * @param overlapMs for how long parts of different chunks run at once, less what sending delays; 0
 *     for one chunk
 */
public record LatencyBreakdown(
    Option option,
    double decodeMs,
    double headMs,
    double transferMs,
    double edgeQueueMs,
    double tailMs,
    double deviceQueueMs,
    double latencyMs,
    double sendingMs,
    double overlapMs) {

  /** Of one chunk over a link without latency. */
  public LatencyBreakdown(
      Option option,
      double decodeMs,
      double headMs,
      double transferMs,
      double edgeQueueMs,
      double tailMs,
      double deviceQueueMs) {
    this(option, decodeMs, headMs, transferMs, edgeQueueMs, tailMs, deviceQueueMs, 0, 0, 0);
  }

  /** The same, on a device where nothing waits. */
  public LatencyBreakdown(
      Option option,
      double decodeMs,
      double headMs,
      double transferMs,
      double edgeQueueMs,
      double tailMs) {
    this(option, decodeMs, headMs, transferMs, edgeQueueMs, tailMs, 0);
  }

  /**
   * Of a plan. The queues are those that its first chunk meets there: what later ones wait for are
   * the plan's own chunks.
   *
   * @param option the option that stands for the plan
   * @param chunks the times of its chunks, in their order; one at least
   * @param totalMs how long they take together; counts at most as one after the other
   */
  static LatencyBreakdown ofPlan(Option option, List<LatencyBreakdown> chunks, double totalMs) {
    double deviceQueueMs = largest(chunks, LatencyBreakdown::deviceQueueMs);
    double edgeQueueMs = largest(chunks, LatencyBreakdown::edgeQueueMs);
    double decodeMs = sum(chunks, LatencyBreakdown::decodeMs);
    double headMs = sum(chunks, LatencyBreakdown::headMs);
    double transferMs = sum(chunks, LatencyBreakdown::transferMs);
    double tailMs = sum(chunks, LatencyBreakdown::tailMs);
    double sendingMs = sum(chunks, LatencyBreakdown::sendingMs);
    double apartMs = decodeMs + headMs + transferMs + tailMs + deviceQueueMs + edgeQueueMs;
    return new LatencyBreakdown(
        option,
        decodeMs,
        headMs,
        transferMs,
        edgeQueueMs,
        tailMs,
        deviceQueueMs,
        sum(chunks, LatencyBreakdown::latencyMs),
        sendingMs,
        Math.max(-sendingMs, apartMs - totalMs));
  }

  private static double sum(
      List<LatencyBreakdown> chunks, ToDoubleFunction<LatencyBreakdown> part) {
    return chunks.stream().mapToDouble(part).sum();
  }

  private static double largest(
      List<LatencyBreakdown> chunks, ToDoubleFunction<LatencyBreakdown> part) {
    return chunks.stream().mapToDouble(part).max().orElse(0);
  }

  /** Waiting, on device and edge. */
  public double queueMs() {
    return deviceQueueMs + edgeQueueMs;
  }

  /** Time for which the device is busy with the chunk, its queue not included. */
  public double deviceMs() {
    return option.offloads() ? 0 : decodeMs + headMs;
  }

  /** Time for which the link is busy with the chunk. */
  public double linkMs() {
    return transferMs - latencyMs;
  }

  /** Time for which the edge is busy with the chunk, its queue not included. */
  public double edgeMs() {
    return tailMs + (option.offloads() ? decodeMs : 0);
  }

  /** What a device that has sent the chunk waits for. */
  public double exchangeMs() {
    return transferMs + edgeQueueMs + edgeMs();
  }

  /** Time of the chunk by itself, or of the plan. */
  public double totalMs() {
    return decodeMs + headMs + transferMs + queueMs() + tailMs - overlapMs;
  }
}

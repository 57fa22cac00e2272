package io.isthmus.decision;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The predicted time of one chunk, part by part, in milliseconds; or of a plan, whose parts are
 * those of its chunks together.
 *
 * @param option the option
 * @param decodeMs decoding and pre-processing of uploaded images: on the device, or on the edge
 *     where the files themselves cross the link
 * @param headMs units 1 … l on the device
 * @param encodeMs E_q: writing the tensors at the cut, on the device
 * @param transferMs round trip and bytes over the link
 * @param edgeQueueMs W_e: waiting at the edge
 * @param tensorDecodeMs D_q: reading the tensors, on the edge
 * @param tailMs units l+1 … L on the edge
 * @param deviceQueueMs W_d: waiting for an inference thread of the device, before the head
 * @param pipelining what counts where several chunks are on their way at once
 */
public record LatencyBreakdown(
    Option option,
    double decodeMs,
    double headMs,
    double encodeMs,
    double transferMs,
    double edgeQueueMs,
    double tensorDecodeMs,
    double tailMs,
    double deviceQueueMs,
    Pipelining pipelining) {

  /**
   * What counts where several chunks are on their way at once, in milliseconds.
   *
   * @param latencyMs that part of the transfer during which the link is free for others: the round
   *     trip
   * @param sendingMs what sending the chunk keeps the device from its next head: no part of its own
   *     time
   * @param overlapMs for how long parts of different chunks run at once, less what sending delays;
   *     0 for one chunk
   */
  public record Pipelining(double latencyMs, double sendingMs, double overlapMs) {

    /** Of one chunk over a link without latency. */
    public static final Pipelining NONE = new Pipelining(0, 0, 0);
  }

  /** Of one chunk over a link without latency, whose tensors cross it as they are. */
  public LatencyBreakdown(
      Option option,
      double decodeMs,
      double headMs,
      double transferMs,
      double edgeQueueMs,
      double tailMs,
      double deviceQueueMs) {
    this(
        option,
        decodeMs,
        headMs,
        0,
        transferMs,
        edgeQueueMs,
        0,
        tailMs,
        deviceQueueMs,
        Pipelining.NONE);
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
    LatencyBreakdown apart =
        new LatencyBreakdown(
            option,
            sum(chunks, LatencyBreakdown::decodeMs),
            sum(chunks, LatencyBreakdown::headMs),
            sum(chunks, LatencyBreakdown::encodeMs),
            sum(chunks, LatencyBreakdown::transferMs),
            largest(chunks, LatencyBreakdown::edgeQueueMs),
            sum(chunks, LatencyBreakdown::tensorDecodeMs),
            sum(chunks, LatencyBreakdown::tailMs),
            largest(chunks, LatencyBreakdown::deviceQueueMs),
            Pipelining.NONE);
    double sendingMs = sum(chunks, LatencyBreakdown::sendingMs);
    return apart.with(
        new Pipelining(
            sum(chunks, LatencyBreakdown::latencyMs),
            sendingMs,
            Math.max(-sendingMs, apart.totalMs() - totalMs)));
  }

  /** The same time, pipelined otherwise. */
  public LatencyBreakdown with(Pipelining other) {
    return new LatencyBreakdown(
        option,
        decodeMs,
        headMs,
        encodeMs,
        transferMs,
        edgeQueueMs,
        tensorDecodeMs,
        tailMs,
        deviceQueueMs,
        other);
  }

  private static double sum(
      List<LatencyBreakdown> chunks, ToDoubleFunction<LatencyBreakdown> part) {
    return chunks.stream().mapToDouble(part).sum();
  }

  private static double largest(
      List<LatencyBreakdown> chunks, ToDoubleFunction<LatencyBreakdown> part) {
    return chunks.stream().mapToDouble(part).max().orElse(0);
  }

  /** That part of the transfer during which the link is free for others. */
  public double latencyMs() {
    return pipelining.latencyMs();
  }

  /** What sending keeps the device from its next head. */
  public double sendingMs() {
    return pipelining.sendingMs();
  }

  /** For how long parts of different chunks run at once. */
  public double overlapMs() {
    return pipelining.overlapMs();
  }

  /** Waiting, on device and edge. */
  public double queueMs() {
    return deviceQueueMs + edgeQueueMs;
  }

  /** Time for which the device is busy with the chunk, its queue not included. */
  public double deviceMs() {
    return (option.sendsFiles() ? 0 : decodeMs) + headMs + encodeMs;
  }

  /** Time for which the link is busy with the chunk. */
  public double linkMs() {
    return transferMs - latencyMs();
  }

  /** Time for which the edge is busy with the chunk, its queue not included. */
  public double edgeMs() {
    return tailMs + tensorDecodeMs + (option.sendsFiles() ? decodeMs : 0);
  }

  /** What a device that has sent the chunk waits for. */
  public double exchangeMs() {
    return transferMs + edgeQueueMs + edgeMs();
  }

  /** Time of the chunk by itself, or of the plan. */
  public double totalMs() {
    return decodeMs
        + headMs
        + encodeMs
        + transferMs
        + queueMs()
        + tensorDecodeMs
        + tailMs
        - overlapMs();
  }
}

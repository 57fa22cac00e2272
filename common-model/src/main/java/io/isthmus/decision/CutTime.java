package io.isthmus.decision;

/**
 * The predicted time of one chunk, part by part, in milliseconds.
 *
 * @param split the cut
 * @param decodeMs decoding and pre-processing of uploaded images: on the device, or on the edge for
 *     cut 0
 * @param headMs units 1 … l on the device
 * @param transferMs round trip and bytes over the link
 * @param edgeQueueMs W_e: waiting at the edge
 * @param tailMs units l+1 … L on the edge
 * @param deviceQueueMs W_d: waiting for an inference thread of the device, before the head
 */
public record CutTime(
    int split,
    double decodeMs,
    double headMs,
    double transferMs,
    double edgeQueueMs,
    double tailMs,
    double deviceQueueMs) {

  /** On a device where nothing waits. */
  public CutTime(
      int split,
      double decodeMs,
      double headMs,
      double transferMs,
      double edgeQueueMs,
      double tailMs) {
    this(split, decodeMs, headMs, transferMs, edgeQueueMs, tailMs, 0);
  }

  /** Waiting, on device and edge. */
  public double queueMs() {
    return deviceQueueMs + edgeQueueMs;
  }

  /** Time for which the device is busy with the chunk, its queue not included. */
  public double deviceMs() {
    return split == 0 ? 0 : decodeMs + headMs;
  }

  /** Time for which the link is busy. */
  public double linkMs() {
    return transferMs;
  }

  /** Time at the edge. */
  public double edgeMs() {
    return edgeQueueMs + tailMs + (split == 0 ? decodeMs : 0);
  }

  /** Time of the chunk by itself. */
  public double totalMs() {
    return decodeMs + headMs + transferMs + queueMs() + tailMs;
  }
}

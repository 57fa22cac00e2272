package io.isthmus.decision;

/**
 * The predicted time of one chunk, part by part, in milliseconds.
 *
 * @param split the cut
 * @param decodeMs decoding and pre-processing of uploaded images: on the device, or on the edge for
 *     cut 0
 * @param headMs units 1 … l on the device
 * @param transferMs round trip and bytes over the link
 * @param queueMs waiting at the edge
 * @param tailMs units l+1 … L on the edge
 */
public record CutTime(
    int split, double decodeMs, double headMs, double transferMs, double queueMs, double tailMs) {

  /** Time for which the device is busy. */
  public double deviceMs() {
    return split == 0 ? 0 : decodeMs + headMs;
  }

  /** Time for which the link is busy. */
  public double linkMs() {
    return transferMs;
  }

  /** Time at the edge. */
  public double edgeMs() {
    return queueMs + tailMs + (split == 0 ? decodeMs : 0);
  }

  /** Time of the chunk by itself. */
  public double totalMs() {
    return decodeMs + headMs + transferMs + queueMs + tailMs;
  }
}

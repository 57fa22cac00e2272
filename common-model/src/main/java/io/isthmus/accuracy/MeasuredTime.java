package io.isthmus.accuracy;

/**
 * Where the time of a request went, in milliseconds.
 *
 * @param decodeMs decoding and pre-processing of images, wherever it was done
 * @param headMs units that ran on the device, those that finished for a failed edge included
 * @param transferMs the exchange with the edge without its own time; for a failed one, all of it
 * @param edgeQueueMs waiting for an inference thread of the edge
 * @param tailMs units that ran on the edge
 * @param deviceQueueMs waiting for an inference thread of the device
 * @param totalMs from the upload's last byte to the finished logits
 */
public record MeasuredTime(
    double decodeMs,
    double headMs,
    double transferMs,
    double edgeQueueMs,
    double tailMs,
    double deviceQueueMs,
    double totalMs) {

  /** Waiting, on device and edge. */
  public double queueMs() {
    return deviceQueueMs + edgeQueueMs;
  }
}

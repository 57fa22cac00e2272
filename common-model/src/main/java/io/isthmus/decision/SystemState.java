package io.isthmus.decision;

/**
 * The live state that a decision is taken in.
 *
 * @param bytesPerMs r, the rate of the link, in bytes per millisecond
 * @param rttMs round trip of an empty exchange, in milliseconds
 * @param queueMs W_e, expected wait at the edge, in milliseconds
 * @param deviceFactor k_d: how much slower than its profile the device runs just now
 * @param edgeFactor k_e: the same for the edge
 * @param deviceQueueMs W_d, expected wait for an inference thread of the device, in milliseconds
 * @param deviceImageFactor what k_d is for units, for decoding images: that is other work, and runs
 *     on other threads
 * @param edgeImageFactor the same for the edge
 * @param planFactor k_p: how much longer a plan of several chunks takes than the flow shop has it,
 *     since machines that work at the same time hinder each other
 * @param sendingMs what sending a chunk keeps the device from its next head, in milliseconds: its
 *     exchange takes processor time, too
 */
public record SystemState(
    double bytesPerMs,
    double rttMs,
    double queueMs,
    double deviceFactor,
    double edgeFactor,
    double deviceQueueMs,
    double deviceImageFactor,
    double edgeImageFactor,
    double planFactor,
    double sendingMs) {

  /** Throws IllegalArgumentException for anything but finite values; rate and factors positive. */
  public SystemState {
    if (!(bytesPerMs > 0 && deviceFactor > 0 && edgeFactor > 0)
        || !(deviceImageFactor > 0 && edgeImageFactor > 0 && planFactor > 0)
        || !(rttMs >= 0 && queueMs >= 0 && deviceQueueMs >= 0 && sendingMs >= 0)
        || !Double.isFinite(
            bytesPerMs + deviceFactor + edgeFactor + rttMs + queueMs + deviceQueueMs)
        || !Double.isFinite(deviceImageFactor + edgeImageFactor + planFactor + sendingMs)) {
      throw new IllegalArgumentException("conditions must be finite and positive");
    }
  }

  /** Machines that decode as slowly as they compute, and send for nothing. */
  public SystemState(
      double bytesPerMs,
      double rttMs,
      double queueMs,
      double deviceFactor,
      double edgeFactor,
      double deviceQueueMs) {
    this(
        bytesPerMs,
        rttMs,
        queueMs,
        deviceFactor,
        edgeFactor,
        deviceQueueMs,
        deviceFactor,
        edgeFactor,
        1,
        0);
  }

  /** The same, and a device on which nothing waits. */
  public SystemState(
      double bytesPerMs, double rttMs, double queueMs, double deviceFactor, double edgeFactor) {
    this(bytesPerMs, rttMs, queueMs, deviceFactor, edgeFactor, 0);
  }

  /** The same over a link of another rate, in bytes per millisecond. */
  SystemState withRate(double other) {
    return withLink(other, rttMs, queueMs);
  }

  /** The same machines behind another link, and another wait at the edge. */
  public SystemState withLink(double otherBytesPerMs, double otherRttMs, double otherQueueMs) {
    return new SystemState(
        otherBytesPerMs,
        otherRttMs,
        otherQueueMs,
        deviceFactor,
        edgeFactor,
        deviceQueueMs,
        deviceImageFactor,
        edgeImageFactor,
        planFactor,
        sendingMs);
  }

  /** An idle edge and machines that keep to their profiles, behind a link without latency. */
  public static SystemState ideal(double bytesPerMs) {
    return new SystemState(bytesPerMs, 0, 0, 1, 1);
  }
}

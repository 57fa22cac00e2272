package io.isthmus.estimate;

/**
 * One exchange in which the edge ran a tail, in milliseconds.
 *
 * @param receiveMs from the first to the last byte of the request at the edge; 0 where it was not
 *     seen arriving
 * @param decodeMs for how long the edge decoded and pre-processed images
 * @param queueMs for how long the tail waited there
 * @param tailMs for how long the edge ran units
 * @param exchangeMs from its start to the last byte read at the device
 */
public record TailTimes(
    double receiveMs, double decodeMs, double queueMs, double tailMs, double exchangeMs) {

  /** What the edge spent once the body had arrived. */
  public double serverMs() {
    return decodeMs + queueMs + tailMs;
  }

  /** The exchange without some time at its start. */
  public TailTimes shorter(double ms) {
    return new TailTimes(receiveMs, decodeMs, queueMs, tailMs, exchangeMs - ms);
  }

  /** The exchange as it tells of the link. */
  public LinkSample sample(long upBytes, long downBytes) {
    return new LinkSample(upBytes, downBytes, receiveMs, serverMs(), exchangeMs);
  }
}

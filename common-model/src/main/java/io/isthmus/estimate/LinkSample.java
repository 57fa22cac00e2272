package io.isthmus.estimate;

/**
 * One exchange with the edge, as both ends saw it; times in milliseconds.
 *
 * @param upBytes bytes of the request's body
 * @param downBytes bytes of the answer's body
 * @param receiveMs from the first to the last byte of the request at the edge; 0 where it was not
 *     seen arriving
 * @param serverMs what the edge spent on decoding, waiting and computing
 * @param exchangeMs from the first byte written to the last byte read at the device
 */
public record LinkSample(
    long upBytes, long downBytes, double receiveMs, double serverMs, double exchangeMs) {

  /** Whether it can be true: clocks jump, and an edge may say anything. */
  public boolean plausible() {
    return upBytes >= 0
        && downBytes >= 0
        && receiveMs >= 0
        && serverMs >= 0
        && exchangeMs > 0
        && exchangeMs < Double.POSITIVE_INFINITY
        && receiveMs <= exchangeMs;
  }
}

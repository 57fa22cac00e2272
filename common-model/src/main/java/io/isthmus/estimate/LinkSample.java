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

  /**
   * What the edge did not see of an arrival it takes to have been as fast as the rest, which may be
   * a guess of as much again.
   */
  private static final double MOST_GUESSED = 2;

  /** Whether it can be true: clocks jump, and an edge may say anything. */
  public boolean plausible() {
    return upBytes >= 0
        && downBytes >= 0
        && receiveMs >= 0
        && serverMs >= 0
        && exchangeMs > 0
        && exchangeMs < Double.POSITIVE_INFINITY
        && serverMs <= exchangeMs
        && receiveMs <= MOST_GUESSED * exchangeMs;
  }

  /** How long the body took to arrive, as far as it was seen: no longer than all that was there. */
  double arrivalMs() {
    return Math.min(receiveMs, elsewhereMs());
  }

  /** What the exchange took without the edge's own work: no transfer took longer. */
  double elsewhereMs() {
    return exchangeMs - serverMs;
  }

  /** The body's part of a time that request and answer share, by their bytes. */
  double upPart(double ms) {
    return upBytes == 0 ? 0 : ms * upBytes / ((double) upBytes + downBytes);
  }
}

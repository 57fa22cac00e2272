package io.isthmus.device.edge;

import io.isthmus.wire.ServerTimes;

/**
 * What a chunk has ahead of it on the way through link and edge: the chunk before. Milliseconds on
 * the device's clock.
 *
 * @param startMs when that was begun
 * @param arrivedMs when it had arrived at the edge
 * @param doneMs when its tail was done
 */
record Ahead(double startMs, double arrivedMs, double doneMs) {

  private static final double NEVER = Double.NEGATIVE_INFINITY;

  /** The first chunk has nothing ahead of it. */
  static final Ahead NOTHING = new Ahead(NEVER, NEVER, NEVER);

  /**
   * The exchange as it would have been without the chunk ahead: what it waited for that one, for
   * the link and at the edge, is neither the link's slowness nor the load of others, and must not
   * be learnt as such. One that was overtaken had nothing ahead of it, and is as it was.
   *
   * @param beginMs when the exchange began
   * @param rttMs round trip of the link
   */
  EdgeHttp.Exchange alone(EdgeHttp.Exchange exchange, double beginMs, double rttMs) {
    if (beginMs < startMs) {
      return exchange;
    }
    ServerTimes times = exchange.times();
    double arrived = arrival(exchange, beginMs, rttMs);
    double receiveMs = times.receiveMs() - sharedMs(times.receiveMs(), arrived) / 2;
    double waitedForLink =
        times.receiveMs() > 0
            ? waitedMs(arrived - receiveMs - rttMs / 2 - beginMs, arrivedMs - rttMs / 2 - beginMs)
            : 0; // what was not seen arriving may all have been the transfer
    double waitedForEdge = Math.min(times.queueMs(), Math.max(0, doneMs - arrived));
    ServerTimes alone =
        new ServerTimes(
            receiveMs, times.decodeMs(), times.queueMs() - waitedForEdge, times.tailMs());
    return new EdgeHttp.Exchange(
        exchange.logits(),
        alone,
        exchange.load(),
        exchange.ms() - waitedForLink - waitedForEdge,
        exchange.askingMs());
  }

  /**
   * For how long the body arrived together with the one ahead, each at half the rate. Whatever the
   * clocks say that is within its arrival, and a rate that is taken from this within a factor of
   * two: to take the arrivals for one after the other would make a link that was shared look fast,
   * and have the next chunks share it, too.
   */
  private double sharedMs(double receiveMs, double arrived) {
    return Math.max(0, Math.min(receiveMs, arrivedMs - (arrived - receiveMs)));
  }

  /** The smaller of what it was late by and what it can have waited for. */
  private static double waitedMs(double lateMs, double aheadMs) {
    return Math.max(0, Math.min(lateMs, aheadMs));
  }

  /** What the next chunk has ahead of it, after such an exchange. */
  Ahead next(EdgeHttp.Exchange exchange, double beginMs, double rttMs) {
    return new Ahead(
        Math.max(startMs, beginMs),
        Math.max(arrivedMs, arrival(exchange, beginMs, rttMs)),
        Math.max(doneMs, beginMs + exchange.ms() - rttMs / 2));
  }

  private static double arrival(EdgeHttp.Exchange exchange, double beginMs, double rttMs) {
    return beginMs + exchange.ms() - rttMs / 2 - exchange.times().serverMs();
  }
}

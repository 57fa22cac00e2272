package io.isthmus.device.edge;

import io.isthmus.wire.ServerTimes;

/**
 * What a chunk has ahead of it on the way through link and edge: the chunk before. Milliseconds on
 * the device's clock.
 *
 * @param arrivedMs when that had arrived at the edge
 * @param doneMs when its tail was done
 */
record Ahead(double arrivedMs, double doneMs) {

  /** The first chunk has nothing ahead of it. */
  static final Ahead NOTHING = new Ahead(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);

  /**
   * The exchange as it would have been without the chunk ahead: what it waited for that one, for
   * the link and at the edge, is neither the link's slowness nor the load of others, and must not
   * be learnt as such.
   *
   * @param startMs when the exchange began
   * @param rttMs round trip of the link
   */
  EdgeHttp.Exchange alone(EdgeHttp.Exchange exchange, double startMs, double rttMs) {
    ServerTimes times = exchange.times();
    double arrived = arrival(exchange, startMs, rttMs);
    double waitedForLink = Math.max(0, arrivedMs - rttMs / 2 - startMs);
    double waitedForEdge = Math.min(times.queueMs(), Math.max(0, doneMs - arrived));
    double receiveMs = Math.max(0, Math.min(times.receiveMs(), arrived - arrivedMs));
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

  /** What the next chunk has ahead of it, after such an exchange. */
  Ahead next(EdgeHttp.Exchange exchange, double startMs, double rttMs) {
    return new Ahead(
        Math.max(arrivedMs, arrival(exchange, startMs, rttMs)),
        Math.max(doneMs, startMs + exchange.ms() - rttMs / 2));
  }

  private static double arrival(EdgeHttp.Exchange exchange, double startMs, double rttMs) {
    return startMs + exchange.ms() - rttMs / 2 - exchange.times().serverMs();
  }
}

package io.isthmus.estimate;

/**
 * What a chunk has ahead of it on the way through link and edge: the chunk before it. All times are
 * in milliseconds on the device's clock.
 *
 * @param startMs when that was begun
 * @param arrivedMs when it had arrived at the edge
 * @param doneMs when its tail was done
 */
public record PredecessorInterference(double startMs, double arrivedMs, double doneMs) {

  private static final double NEVER = Double.NEGATIVE_INFINITY;

  /** The first chunk has nothing ahead of it. */
  public static final PredecessorInterference NONE =
      new PredecessorInterference(NEVER, NEVER, NEVER);

  /** Whether no chunk has been answered: what the next waited for was not one of them. */
  public boolean isNone() {
    return startMs == NEVER;
  }

  /**
   * The exchange as it would have been without the chunk ahead: what it waited for that one, for
   * the link and at the edge, is neither the link's slowness nor the load of others, and must not
   * be learnt as such. One that was overtaken had nothing ahead of it, and is as it was.
   *
   * @param beginMs when the exchange began
   * @param rttMs round trip of the link
   */
  public TailTimes alone(TailTimes times, double beginMs, double rttMs) {
    if (beginMs < startMs) {
      return times;
    }
    double arrived = arrival(times, beginMs, rttMs);
    double receiveMs = times.receiveMs() - sharedMs(times.receiveMs(), arrived) / 2;
    double waitedForLink =
        times.receiveMs() > 0
            ? waitedMs(arrived - receiveMs - rttMs / 2 - beginMs, arrivedMs - rttMs / 2 - beginMs)
            : 0; // what was not seen arriving may all have been the transfer
    double waitedForEdge = Math.min(times.queueMs(), Math.max(0, doneMs - arrived));
    return new TailTimes(
        receiveMs,
        times.decodeMs(),
        times.queueMs() - waitedForEdge,
        times.tailMs(),
        times.exchangeMs() - waitedForLink - waitedForEdge);
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
  public PredecessorInterference next(TailTimes times, double beginMs, double rttMs) {
    return new PredecessorInterference(
        Math.max(startMs, beginMs),
        Math.max(arrivedMs, arrival(times, beginMs, rttMs)),
        Math.max(doneMs, beginMs + times.exchangeMs() - rttMs / 2));
  }

  private static double arrival(TailTimes times, double beginMs, double rttMs) {
    return beginMs + times.exchangeMs() - rttMs / 2 - times.serverMs();
  }
}

package io.isthmus.tools.simulate;

import io.isthmus.tools.trace.Sample;
import io.isthmus.tools.trace.Trace;
import io.isthmus.units.DataRate;
import java.util.Arrays;

/**
 * A link whose rate changes in steps, and begins anew after the last one. Times are in
 * milliseconds, rates in bytes per millisecond.
 */
final class Channel {

  /** A trace that says nearly 0 means a link that stalls; a transfer still has to end. */
  private static final double SLOWEST = 0.1;

  private final double[] startMs;
  private final double[] rate;
  private final double lengthMs;

  /**
   * A channel of pieces with constant rates.
   *
   * @param startMs when each piece begins; the first at 0, ascending
   * @param rate of each piece
   * @param lengthMs when the last piece ends
   */
  Channel(double[] startMs, double[] rate, double lengthMs) {
    this.startMs = startMs.clone();
    this.rate = Arrays.stream(rate).map(r -> Math.max(SLOWEST, r)).toArray();
    this.lengthMs = lengthMs;
  }

  /** A measured link. */
  static Channel of(Trace trace) {
    return new Channel(
        trace.samples().stream().mapToDouble(s -> s.seconds() * 1000).toArray(),
        trace.samples().stream().map(Sample::rate).mapToDouble(Channel::perMs).toArray(),
        trace.seconds() * 1000);
  }

  private static double perMs(DataRate rate) {
    return rate.bytesPerSecond() / 1000;
  }

  /** The rate at a time. */
  double rateAt(double ms) {
    return rate[piece(ms % lengthMs)];
  }

  /** How long a transfer of so many bytes takes that begins at a time. */
  double transferMs(double ms, double bytes) {
    double at = ms % lengthMs;
    int piece = piece(at);
    double left = bytes;
    double took = 0;
    while (true) {
      double end = piece + 1 < startMs.length ? startMs[piece + 1] : lengthMs;
      double fits = (end - at) * rate[piece];
      if (fits >= left) {
        return took + left / rate[piece];
      }
      left -= fits;
      took += end - at;
      piece = (piece + 1) % startMs.length;
      at = piece == 0 ? 0 : end;
    }
  }

  private int piece(double at) {
    int found = Arrays.binarySearch(startMs, at);
    return found >= 0 ? found : -found - 2;
  }
}

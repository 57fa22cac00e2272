package io.isthmus.cli.simulate;

import io.isthmus.cli.trace.Trace;
import java.util.Arrays;

/**
 * A link whose rate changes in steps, and begins anew after the last one. Times are in
 * milliseconds, rates in bytes per millisecond.
 */
final class Channel {

  private final double[] startMs;
  private final double[] rate;
  private final double lengthMs;

  /**
   * A channel of pieces with constant rates.
   *
   * @param startMs when each piece begins; the first at 0, ascending
   * @param rate of each piece; 0 for an outage, but not of all of them
   * @param lengthMs when the last piece ends
   */
  Channel(double[] startMs, double[] rate, double lengthMs) {
    this.startMs = startMs.clone();
    this.rate = rate.clone();
    this.lengthMs = lengthMs;
    if (Arrays.stream(rate).noneMatch(r -> r > 0)) {
      throw new IllegalArgumentException("a channel that carries nothing");
    }
  }

  /** A measured link. */
  static Channel of(Trace trace) {
    return new Channel(
        trace.samples().stream().mapToDouble(s -> s.seconds() * 1000).toArray(),
        trace.samples().stream().mapToDouble(s -> s.bytesPerSecond() / 1000).toArray(),
        trace.seconds() * 1000);
  }

  /** The rate at a time; 0 in an outage. */
  double rateAt(double ms) {
    return rate[piece(ms % lengthMs)];
  }

  /** How long a link that is out at a time stays so; 0 for one that carries something. */
  double outageMs(double ms) {
    double at = ms % lengthMs;
    int piece = piece(at);
    double waited = 0;
    while (rate[piece] == 0) {
      double end = end(piece);
      waited += end - at;
      piece = (piece + 1) % startMs.length;
      at = piece == 0 ? 0 : end;
    }
    return waited;
  }

  /** How long a transfer of so many bytes takes that begins at a time, with its outages. */
  double transferMs(double ms, double bytes) {
    double at = ms % lengthMs;
    int piece = piece(at);
    double left = bytes;
    double took = 0;
    while (true) {
      double end = end(piece);
      double fits = (end - at) * rate[piece];
      if (rate[piece] > 0 && fits >= left) {
        return took + left / rate[piece];
      }
      left -= fits;
      took += end - at;
      piece = (piece + 1) % startMs.length;
      at = piece == 0 ? 0 : end;
    }
  }

  private double end(int piece) {
    return piece + 1 < startMs.length ? startMs[piece + 1] : lengthMs;
  }

  private int piece(double at) {
    int found = Arrays.binarySearch(startMs, at);
    return found >= 0 ? found : -found - 2;
  }
}

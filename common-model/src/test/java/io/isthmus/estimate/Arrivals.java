package io.isthmus.estimate;

/** Samples of a link as an edge would measure them. */
final class Arrivals {

  private Arrivals() {}

  /** A body that arrives at a rate in a time, the edge computes for 7 ms and answers 4000 bytes. */
  static LinkSample arrival(double bytesPerMs, double receiveMs, double rtt) {
    long bytes = Math.round(bytesPerMs * receiveMs);
    return new LinkSample(bytes, 4000, receiveMs, 7, receiveMs + 7 + 4000 / bytesPerMs + rtt);
  }
}

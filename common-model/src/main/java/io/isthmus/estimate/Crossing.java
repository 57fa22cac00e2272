package io.isthmus.estimate;

/**
 * How long a body keeps the link, as far as its sender can know. Having written a body says little:
 * the kernel takes megabytes of it, and if the next one is written at once both cross side by side
 * and arrive together, instead of one after the other.
 *
 * @param takesMs bytes / r in milliseconds; 0 where the rate is not known
 * @param leadMs what it takes the next upload to come about
 */
public record Crossing(double takesMs, double leadMs) {

  /** By so much of its time the next upload begins early: the rate may be higher than believed. */
  private static final double LEAD_PART = 0.1;

  /** Of a round trip: what the way there costs beside the bytes, above all on a busy device. */
  private static final double WAY_THERE = 0.5;

  /** Of a body of that size. */
  public static Crossing of(long bytes, LinkEstimate link, long nowNanos) {
    double takesMs = link.known(nowNanos) ? bytes / link.bytesPerMs() : 0;
    return new Crossing(takesMs, WAY_THERE * link.rttMs());
  }

  /** When the body has arrived that begins to cross at that time, in milliseconds. */
  public double endMs(double beginMs) {
    return beginMs + takesMs;
  }

  /** When the next upload had better begin, so that the link neither idles nor is shared. */
  public double nextMs(double beginMs) {
    return beginMs + Math.max(0, (1 - LEAD_PART) * takesMs - leadMs);
  }
}

package io.isthmus.lab.testbed;

import io.isthmus.units.DataRate;
import java.util.List;

/**
 * The kernel's token bucket filter ({@code tbf}) for a link of some rate.
 *
 * @param bitsPerSecond of whole frames
 * @param burst bytes that may pass at once after a pause
 * @param limit bytes that may wait; more would be dropped
 */
record TokenBucket(long bitsPerSecond, long burst, long limit) {

  private static final double FRAME = 1514; // Ethernet's header included, as tbf counts
  private static final double SEGMENT = 1448; // what TCP carries in it
  private static final double BURST_SECONDS = 0.002;
  private static final long SMALLEST_BURST = 4096;
  private static final long LARGEST_PACKET = 64 * 1024; // that the kernel makes
  private static final long LARGEST_BURST = 72 * 1024; // such a one, as frames
  private static final double WAITING_SECONDS = 0.1;
  private static final long SMALLEST_LIMIT = 1 << 20;

  /**
   * A filter that lets TCP carry that many bytes per second. Two milliseconds of burst, but no more
   * than lets the kernel's packets of 64 kB pass whole: at low rates that would be a free ride for
   * small activations.
   */
  static TokenBucket of(DataRate rate) {
    double wire = rate.bytesPerSecond() * FRAME / SEGMENT;
    return new TokenBucket(
        Math.round(8 * wire),
        Math.min(LARGEST_BURST, Math.max(SMALLEST_BURST, Math.round(wire * BURST_SECONDS))),
        Math.max(SMALLEST_LIMIT, Math.round(wire * WAITING_SECONDS)));
  }

  /**
   * The largest packet that passes whole, in bytes. The filter cuts a larger one into frames, each
   * of which interrupts the receiving core: at 16 MB/s a quarter of its time, which a network card
   * spares it by gathering them.
   */
  long packet() {
    return Math.min(LARGEST_PACKET, (long) (burst * SEGMENT / FRAME));
  }

  /** The arguments of {@code tc} that put it before an interface, in place of any other. */
  List<String> arguments(String networkInterface) {
    return List.of(
        "qdisc",
        "replace",
        "dev",
        networkInterface,
        "root",
        "tbf",
        "rate",
        bitsPerSecond + "bit",
        "burst",
        burst + "b",
        "limit",
        limit + "b");
  }
}

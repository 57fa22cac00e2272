package io.isthmus.service.http.body;

/** How long a body takes to arrive, as far as those see it who read it. */
final class ArrivalTimer {

  /** A read that took longer than this may have waited for the network. */
  private static final long WAITED_NANOS = 50_000;

  /**
   * It did if it brought less than there is room for in Tomcat's buffer. One that brings a whole
   * buffer may only have been slow to be run ...
   */
  private static final int BUFFER = 8 * 1024;

  /** ... but so many are no accident: a fast link brings many buffers at once. */
  private static final int NO_ACCIDENT = 3;

  /**
   * So much of a body may have crossed faster than the link is: what shapes it (a token bucket, a
   * modem's turn) lets that pass at once after a pause.
   */
  private static final long MAY_PASS_AT_ONCE = 128 * 1024;

  /** So many bytes had been read at that time, and no more had arrived. */
  private record Mark(long bytes, long nanos) {
    static final Mark NONE = new Mark(0, 0);
  }

  private long bytes;
  private int slowReads;
  private boolean waited;
  private Mark earlier = Mark.NONE;
  private Mark later = Mark.NONE;
  private long lastNanos;

  /**
   * A read has brought bytes.
   *
   * @param n how many; at least one
   * @param beforeNanos when it was begun
   * @param now when it had them
   */
  void read(long n, long beforeNanos, long now) {
    lastNanos = now;
    if (now - beforeNanos > WAITED_NANOS) {
      if (waited) {
        markAgain(beforeNanos);
      } else {
        markFirst(n, beforeNanos, now);
      }
    }
    bytes += n;
  }

  /** The first read that has to wait divides what lay there from what is seen arriving. */
  private void markFirst(long n, long beforeNanos, long now) {
    slowReads++;
    waited = n < BUFFER || slowReads == NO_ACCIDENT;
    if (slowReads == 1 || n < BUFFER) {
      later = bytes == 0 ? new Mark(n, now) : new Mark(bytes, beforeNanos);
    }
  }

  /** Later ones are wherever the bytes have doubled, so that one is near half of any small body. */
  private void markAgain(long beforeNanos) {
    if (bytes >= 2 * later.bytes && bytes <= MAY_PASS_AT_ONCE) {
      earlier = later;
      later = new Mark(bytes, beforeNanos);
    }
  }

  /**
   * How long the body took to arrive, from its first to its last byte, in milliseconds. What lay
   * there already at the first look, since a packet brings many bytes or the look came late, took
   * an unknown time, and what came first may have been let pass at once: up to half of a body is
   * taken to have arrived as fast as the rest. 0 where most of the body lay there: nothing was
   * seen.
   */
  double ms() {
    Mark since = later.bytes * 2 <= bytes ? later : earlier;
    boolean seen = waited && since.bytes > 0 && since.bytes * 2 <= bytes;
    double rest = (double) bytes - since.bytes;
    return seen ? (lastNanos - since.nanos) / 1e6 * bytes / rest : 0;
  }
}

package io.isthmus.service.connection;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * How well a peer takes what is written to it. Only the time counts in which a write waits for it:
 * an answer that fits in the system's buffers waits for nobody.
 */
final class WritePace {

  private static final Duration ANY = Duration.ofDays(1);

  private final Pace pace;
  private final BlockedWriters writers;
  private boolean counted;
  private long bytes;
  private long waitedNanos;
  private long blockedSince;
  private boolean blocked;
  private boolean everBlocked;

  /**
   * Nothing has been written.
   *
   * @param writers the threads that wait, of all connections
   */
  WritePace(ConnectionProperties times, BlockedWriters writers) {
    this.pace = times.pace(ANY);
    this.writers = writers;
  }

  /** No thread writes any more. */
  synchronized void end() {
    if (counted) {
      counted = false;
      writers.leave();
    }
  }

  /** How long one write may wait. */
  Duration longestWait() {
    return pace.grace();
  }

  /** Another request has begun. */
  synchronized void begin() {
    bytes = 0;
    waitedNanos = 0;
    blocked = false;
    everBlocked = false;
  }

  /** Before a write: throws if the peer has been too slow. */
  synchronized void before() throws SocketTimeoutException {
    if (!blocked) {
      return;
    }
    long now = System.nanoTime();
    waitedNanos += now - blockedSince;
    blockedSince = now;
    if (pace.patienceNanos(bytes, waitedNanos) < 0) {
      throw new SocketTimeoutException("the answer is taken too slowly");
    }
  }

  /**
   * After a write.
   *
   * @param written bytes that were taken
   * @param left whether there were more
   * @param waits whether the calling thread waits for the peer now
   */
  synchronized void after(long written, boolean left, boolean waits) throws SocketTimeoutException {
    if (everBlocked) { // what the system's buffers took before says nothing of the peer
      bytes += Math.max(0, written);
    }
    everBlocked |= left;
    blocked = left;
    blockedSince = System.nanoTime();
    if (!left) {
      end();
    } else if (waits && !counted) {
      writers.enter();
      counted = true;
    }
  }
}

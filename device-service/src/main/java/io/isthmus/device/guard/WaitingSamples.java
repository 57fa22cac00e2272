package io.isthmus.device.guard;

import java.util.ArrayDeque;
import java.util.Deque;

/** The answers that wait for their check, bounded in bytes. Thread-safe. */
final class WaitingSamples {

  private final long most;
  private final Deque<ShadowSample> waiting = new ArrayDeque<>();
  private long bytes;
  private long dropped;

  /**
   * None yet.
   *
   * @param most the most bytes that they may take
   */
  WaitingSamples(long most) {
    this.most = most;
  }

  /** Adds one. Where it does not fit the oldest go, and it does itself if it is too large. */
  synchronized void add(ShadowSample sample) {
    if (sample.bytes() > most) {
      dropped++;
      return;
    }
    while (bytes + sample.bytes() > most) {
      bytes -= waiting.removeFirst().bytes();
      dropped++;
    }
    waiting.addLast(sample);
    bytes += sample.bytes();
    notifyAll();
  }

  /** Takes the oldest, and waits while there is none. */
  synchronized ShadowSample take() throws InterruptedException {
    while (waiting.isEmpty()) {
      wait();
    }
    ShadowSample oldest = waiting.removeFirst();
    bytes -= oldest.bytes();
    return oldest;
  }

  /** What they take. */
  synchronized long bytes() {
    return bytes;
  }

  /** How many have gone unchecked for want of room. */
  synchronized long dropped() {
    return dropped;
  }
}

package io.isthmus.cli.stream;

import org.jspecify.annotations.Nullable;

/**
 * Room for one frame: a newer one takes the place of one that nobody has taken. So what waits is
 * never old, and the source is never held up. Thread-safe.
 */
final class NewestFrame {

  private @Nullable Frame waiting;
  private boolean ended;
  private long dropped;

  /** Puts a frame there; one that was there is dropped. */
  synchronized void offer(Frame frame) {
    if (waiting != null) {
      dropped++;
    }
    waiting = frame;
    notifyAll();
  }

  /** No more frames come; one that waits can still be taken. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits for a frame and takes it; null once there will be none. */
  synchronized @Nullable Frame take() throws InterruptedException {
    while (waiting == null && !ended) {
      wait();
    }
    Frame taken = waiting;
    waiting = null;
    return taken;
  }

  /** How many frames have been dropped so far. */
  synchronized long dropped() {
    return dropped;
  }
}

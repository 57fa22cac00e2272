package io.isthmus.service.connection;

import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** The threads that wait for peers to take their answers: a part of all, so that others remain. */
final class BlockedWriters {

  /** One part in so many of the threads. */
  private static final int SHARE = 4;

  private final IntSupplier threads;
  private final AtomicInteger waiting = new AtomicInteger();

  /** Nobody waits. */
  BlockedWriters(IntSupplier threads) {
    this.threads = threads;
  }

  /** How many of so many threads may wait. */
  static int of(int threads) {
    return Math.max(1, threads / SHARE);
  }

  /** One more; throws if as many wait as may. */
  void enter() throws SocketTimeoutException {
    if (waiting.incrementAndGet() > of(threads.getAsInt())) {
      waiting.decrementAndGet();
      throw new SocketTimeoutException("too many answers wait to be taken");
    }
  }

  /** One less. */
  void leave() {
    waiting.decrementAndGet();
  }
}

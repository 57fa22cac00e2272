package io.isthmus.device.edge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one request on their way to the edge. They are uploaded one at a time, in order:
 * side by side they would share the link, and the first would arrive with the last. The next upload
 * begins while the tail of the one before is computed. Thread-safe.
 */
public final class Convoy {

  /**
   * Chunks that may wait for their answers at once: enough to keep an edge at work that is slower
   * than the link, and few enough that one device does not fill the edge's queue.
   */
  static final int MAX_UNANSWERED = 4;

  private final Executor threads;
  private final Deque<TailCall> waiting = new ArrayDeque<>();
  private @Nullable TailCall uploading;
  private int unanswered;
  private Ahead ahead = Ahead.NOTHING;

  Convoy(Executor threads) {
    this.threads = threads;
  }

  /** Has a call run once its turn has come. */
  synchronized void send(TailCall call) {
    waiting.add(call);
    startNext();
  }

  private void startNext() {
    if (uploading == null && unanswered < MAX_UNANSWERED && !waiting.isEmpty()) {
      TailCall next = waiting.remove();
      boolean alone = unanswered == 0;
      uploading = next;
      unanswered++;
      threads.execute(() -> next.run(alone));
    }
  }

  /** The body of a call has been sent: the link is free. */
  synchronized void uploaded(TailCall call) {
    if (uploading == call) {
      uploading = null;
      startNext();
    }
  }

  /** A call is over, however it went. */
  synchronized void ended(TailCall call) {
    unanswered--;
    if (uploading == call) {
      uploading = null;
    }
    startNext();
  }

  /** Whether none of its chunks has been answered: what the next waited for was not one of them. */
  synchronized boolean hasNothingAhead() {
    return ahead.equals(Ahead.NOTHING);
  }

  /** An exchange as it would have been without the chunks ahead of it; see {@link Ahead}. */
  synchronized EdgeHttp.Exchange alone(EdgeHttp.Exchange exchange, double startMs, double rttMs) {
    EdgeHttp.Exchange alone = ahead.alone(exchange, startMs, rttMs);
    ahead = ahead.next(exchange, startMs, rttMs);
    return alone;
  }
}

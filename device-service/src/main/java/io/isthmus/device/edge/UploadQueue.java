package io.isthmus.device.edge;

import io.isthmus.estimate.Crossing;
import io.isthmus.estimate.PredecessorInterference;
import io.isthmus.estimate.TailTimes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one request on their way to the edge. They are uploaded one at a time, in order:
 * side by side they would share the link, and the first would arrive with the last. The next upload
 * begins when the one before should have crossed, while its tail is computed. Thread-safe.
 */
public final class UploadQueue {

  /**
   * Chunks that may wait for their answers at once: enough to keep an edge at work that is slower
   * than the link, and few enough that one device does not fill the edge's queue.
   */
  static final int MAX_UNANSWERED = 4;

  /** Runs something after some time, in milliseconds. */
  interface Later {
    void run(Runnable task, double afterMs);
  }

  private final Executor threads;
  private final Later later;
  private final LongFunction<Crossing> link;
  private final Deque<PendingTail> waiting = new ArrayDeque<>();
  private @Nullable PendingTail uploading;
  private int unanswered;
  private double crossesFromMs;
  private double linkFreeMs = Double.NEGATIVE_INFINITY;
  private PredecessorInterference ahead = PredecessorInterference.NONE;

  /**
   * For the chunks of one request.
   *
   * @param link how long a body of some size takes to cross
   */
  UploadQueue(Executor threads, Later later, LongFunction<Crossing> link) {
    this.threads = threads;
    this.later = later;
    this.link = link;
  }

  /** Has a call run once its turn has come. */
  synchronized void send(PendingTail call) {
    waiting.add(call);
    startNext();
  }

  private void startNext() {
    if (uploading == null && unanswered < MAX_UNANSWERED && !waiting.isEmpty()) {
      PendingTail next = waiting.remove();
      boolean alone = unanswered == 0;
      uploading = next;
      unanswered++;
      crossesFromMs = Math.max(nowMs(), linkFreeMs);
      threads.execute(() -> next.run(alone));
    }
  }

  /** The body of a call has been written: the link is free once it has crossed. */
  synchronized void uploaded(PendingTail call) {
    if (uploading == call) {
      Crossing crossing = link.apply(call.bytes());
      linkFreeMs = crossing.endMs(crossesFromMs);
      double afterMs = crossing.nextMs(crossesFromMs) - nowMs();
      if (afterMs > 0) {
        later.run(() -> crossed(call), afterMs);
      } else {
        crossed(call);
      }
    }
  }

  private synchronized void crossed(PendingTail call) {
    if (uploading == call) {
      uploading = null;
      startNext();
    }
  }

  private static double nowMs() {
    return System.nanoTime() / 1e6;
  }

  /** A call is over, however it went. */
  synchronized void ended(PendingTail call) {
    unanswered--;
    crossesFromMs = Math.min(crossesFromMs, nowMs()); // whatever went before it has crossed
    if (uploading == call) {
      uploading = null;
      linkFreeMs = Math.min(linkFreeMs, nowMs());
    }
    startNext();
  }

  /**
   * An exchange as it would have been without the chunks ahead of it.
   *
   * @param times as it was
   * @param first whether no chunk before it had been answered: what it waited for was not one of
   *     them
   */
  record Alone(TailTimes times, boolean first) {}

  /** An exchange without what it waited for chunks of its own request. */
  synchronized Alone alone(TailTimes times, double startMs, double rttMs) {
    boolean first = ahead.isNone();
    TailTimes alone = ahead.alone(times, startMs, rttMs);
    ahead = ahead.next(times, startMs, rttMs);
    return new Alone(alone, first);
  }
}

package io.isthmus.service.http.body;

import org.jspecify.annotations.Nullable;

/** A body that arrives, or has arrived; the memory that it takes is given back by closing it. */
public final class Arriving implements AutoCloseable {

  /** The name of the request's attribute that holds it. */
  public static final String ATTRIBUTE = Arriving.class.getName();

  /** The first bytes come with the header, or right behind it ... */
  private static final double TOO_EARLY_MS = 20;

  /** ... and pauses as long as this are those of any link. */
  private static final double PAUSE_MS = 100;

  private final Arrivals arrivals;
  private final long announced;
  private final boolean computed;
  private final long sinceNanos = System.nanoTime();
  private long latestNanos = sinceNanos;
  private long bytes;
  private boolean over;
  private boolean closed;
  private boolean cutOff;
  private @Nullable Runnable end;

  /**
   * Nothing has come.
   *
   * @param announced bytes; negative where that is not known
   * @param computed whether it is kept, to be computed
   */
  Arriving(Arrivals arrivals, long announced, boolean computed) {
    this.arrivals = arrivals;
    this.announced = announced;
    this.computed = computed;
  }

  /** How to end it where others need its place. */
  public void endedBy(Runnable how) {
    synchronized (arrivals) {
      end = how;
    }
  }

  /** Bytes have come; throws a 503 where there is no memory for them. */
  public void received(long n) {
    arrivals.received(this, n);
  }

  /** It has come whole: its place is another's, its memory stays its own. */
  public void arrived() {
    arrivals.leave(this);
  }

  /** Whether it was ended since others needed its place. */
  public boolean isCutOff() {
    synchronized (arrivals) {
      return cutOff;
    }
  }

  @Override
  public void close() {
    arrivals.close(this);
  }

  // The rest is called with the lock of arrivals held.

  /**
   * How long it will take to be whole, in milliseconds, if it comes as it came. One that has come
   * to a standstill takes as long again as it has stood; of one whose length is not known as much
   * again is to come.
   */
  double leftMs(long now) {
    double elapsedMs = (now - sinceNanos) / 1e6;
    double silentMs = (now - latestNanos) / 1e6;
    if (bytes == 0) {
      return elapsedMs < TOO_EARLY_MS ? 0 : Double.POSITIVE_INFINITY;
    }
    double left = announced < 0 ? bytes : Math.max(0, announced - bytes);
    double comes = left * elapsedMs / bytes;
    return silentMs < PAUSE_MS ? comes : Math.max(comes, silentMs);
  }

  boolean isComputed() {
    return computed;
  }

  void add(long n, long now) {
    bytes += n;
    latestNanos = now;
  }

  /** Bytes that it holds in memory. */
  long held() {
    return computed && !closed ? bytes : 0;
  }

  boolean leave() {
    boolean first = !over;
    over = true;
    return first;
  }

  void free() {
    closed = true;
  }

  void cut() {
    cutOff = true;
    Runnable how = end;
    if (how != null) {
      how.run();
    }
  }
}

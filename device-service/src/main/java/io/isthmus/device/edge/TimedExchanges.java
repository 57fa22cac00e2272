package io.isthmus.device.edge;

import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.service.observability.QuotedException;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs exchanges, each for a limited time in all: whatever the edge sends meanwhile, a byte now and
 * then or answers without end, the thread is free again when the time has passed, since the
 * connection is closed under it.
 */
final class TimedExchanges {

  private final ScheduledExecutorService alarms;

  /**
   * Exchanges on the threads of their callers.
   *
   * @param alarms ends those that take too long; must not be busy with anything else
   */
  TimedExchanges(ScheduledExecutorService alarms) {
    this.alarms = alarms;
  }

  /**
   * Runs an exchange on the calling thread.
   *
   * @param handle ends it early
   * @throws EdgeException what the exchange throws; of kind TIMED_OUT or TOO_LATE when the time has
   *     passed
   */
  <T> T run(Callable<T> exchange, CancellableExchange handle, TimeLimit limit)
      throws EdgeException {
    ScheduledFuture<?> alarm =
        alarms.schedule(handle::expire, limit.time().toNanos(), TimeUnit.NANOSECONDS);
    try {
      return handle.during(exchange);
    } catch (Exception e) {
      throw failure(e, handle, limit);
    } finally {
      alarm.cancel(false);
    }
  }

  /** What was ended from here fails in many ways; it is that end that counts. */
  private static EdgeException failure(Exception e, CancellableExchange handle, TimeLimit limit) {
    boolean broken =
        !(e instanceof EdgeException known)
            || known.kind() == Kind.FAILED
            || known.kind() == Kind.UNREACHED;
    if (broken && handle.expired()) {
      Kind kind = limit.blamesEdge().getAsBoolean() ? Kind.TIMED_OUT : Kind.TOO_LATE;
      return new EdgeException(kind, "no answer within " + limit.time().toMillis() + " ms");
    }
    if (broken && handle.aborted()) {
      Kind kind = limit.blamesEdge().getAsBoolean() ? Kind.FAILED : Kind.TOO_LATE;
      return new EdgeException(kind, "given up");
    }
    return e instanceof EdgeException known
        ? known
        : new EdgeException(Kind.FAILED, "the exchange failed: " + QuotedException.text(e));
  }
}

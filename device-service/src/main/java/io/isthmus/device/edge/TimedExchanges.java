package io.isthmus.device.edge;

import io.github.resilience4j.timelimiter.TimeLimiter;
import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.service.observability.QuotedException;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/**
 * Runs exchanges, each for a limited time in all: whatever the edge sends meanwhile, a byte now and
 * then or answers without end, its caller is free again when the time has passed, and so is the
 * exchange's own thread, since its connection is closed.
 */
final class TimedExchanges {

  private final Executor threads;

  TimedExchanges(Executor threads) {
    this.threads = threads;
  }

  /**
   * Runs an exchange.
   *
   * @param abandon is called where nobody waits for it any more: it may still hang in its body
   * @throws EdgeException what the exchange throws; of kind TIMED_OUT or TOO_LATE when the time has
   *     passed
   */
  <T> T run(Callable<T> exchange, Runnable abandon, TimeLimit limit) throws EdgeException {
    FutureTask<T> future = abortable(exchange);
    try {
      return TimeLimiter.of(limit.time()).executeFutureSupplier(() -> future);
    } catch (TimeoutException e) {
      abandon.run();
      Kind kind = limit.blamesEdge().getAsBoolean() ? Kind.TIMED_OUT : Kind.TOO_LATE;
      throw new EdgeException(kind, "no answer within " + limit.time().toMillis() + " ms");
    } catch (EdgeException | RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      future.cancel(true);
      abandon.run();
      Thread.currentThread().interrupt();
      Kind kind = limit.blamesEdge().getAsBoolean() ? Kind.FAILED : Kind.TOO_LATE;
      throw new EdgeException(kind, "interrupted");
    } catch (Exception e) {
      throw new EdgeException(Kind.FAILED, "the exchange failed: " + QuotedException.text(e));
    }
  }

  /** The exchange, begun on a thread of its own; to cancel it closes its connection. */
  private <T> FutureTask<T> abortable(Callable<T> exchange) {
    Abortable handle = new Abortable();
    FutureTask<T> future =
        new FutureTask<>(exchange) {
          @Override
          public boolean cancel(boolean mayInterrupt) {
            handle.abort();
            return super.cancel(false);
          }
        };
    threads.execute(() -> handle.during(future));
    return future;
  }
}

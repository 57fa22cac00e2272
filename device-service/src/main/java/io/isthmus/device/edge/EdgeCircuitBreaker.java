package io.isthmus.device.edge;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.isthmus.control.EdgeEvent;
import io.isthmus.device.control.LiveController;
import io.isthmus.device.edge.EdgeException.Kind;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Time limit around every exchange with the edge, and circuit breaker around those that carry data.
 */
final class EdgeCircuitBreaker {

  private final CircuitBreaker breaker;
  private final TimedExchanges exchanges;

  EdgeCircuitBreaker(CircuitBreaker breaker, ScheduledExecutorService alarms) {
    this.breaker = breaker;
    this.exchanges = new TimedExchanges(alarms);
  }

  /** Tells the controller from now on whether requests may use the edge. */
  void tells(LiveController controller) {
    breaker
        .getEventPublisher()
        .onStateTransition(turned -> tell(controller))
        .onReset(reset -> tell(controller));
  }

  /** In order, whichever thread turned it: the last to tell tells how it is. */
  private synchronized void tell(LiveController controller) {
    controller.on(new EdgeEvent.BreakerTurned(closed()));
  }

  /** Whether requests may use the edge: only while the breaker is closed. */
  boolean closed() {
    return breaker.getState() == CircuitBreaker.State.CLOSED;
  }

  /**
   * Runs an exchange without a body, whatever state the breaker is in: it says nothing of those
   * that carry data.
   *
   * @param limit the longest time for all of it
   */
  <T> T ask(Callable<T> exchange, Duration limit) throws EdgeException {
    return exchanges.run(exchange, new CancellableExchange(), TimeLimit.of(limit));
  }

  /**
   * Runs an exchange that carries no request's data: if it fails, so would one that does, but that
   * it succeeds says nothing of those.
   */
  <T> T probe(Callable<T> exchange, Duration limit) throws EdgeException {
    return run(exchange, new CancellableExchange(), TimeLimit.of(limit), false);
  }

  /**
   * Runs an exchange that carries data, on the calling thread.
   *
   * @param handle ends it early
   * @throws EdgeException of kind NOT_ASKED if the breaker does not permit it
   */
  <T> T run(Callable<T> exchange, CancellableExchange handle, TimeLimit limit)
      throws EdgeException {
    return run(exchange, handle, limit, true);
  }

  private <T> T run(
      Callable<T> exchange, CancellableExchange handle, TimeLimit limit, boolean successCounts)
      throws EdgeException {
    try {
      breaker.acquirePermission();
    } catch (CallNotPermittedException e) {
      throw new EdgeException(Kind.NOT_ASKED, "the circuit breaker is open");
    }
    long start = System.nanoTime();
    try {
      T answer = exchanges.run(exchange, handle, limit);
      if (successCounts) {
        breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
      } else {
        breaker.releasePermission();
      }
      return answer;
    } catch (EdgeException e) {
      record(e, System.nanoTime() - start);
      throw e;
    } catch (RuntimeException | Error e) {
      breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
      throw e;
    }
  }

  /** An edge that refuses is well: only what fails or takes too long counts against it. */
  private void record(EdgeException e, long nanos) {
    switch (e.kind()) {
      case FAILED, UNREACHED, TIMED_OUT -> breaker.onError(nanos, TimeUnit.NANOSECONDS, e);
      case BUSY, TOO_LATE, OTHER_MODEL, REFUSED, NOT_ASKED -> breaker.releasePermission();
    }
  }
}

package io.isthmus.service.profile;

import io.isthmus.engine.InferencePool;
import io.isthmus.profiling.DisturbedException;
import io.isthmus.profiling.Turns;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Measures on the inference threads. Once the service is ready, only while it has nothing else to
 * do: a request that comes has the thread after the unit that is being run, and what was measured
 * meanwhile is thrown away.
 */
final class IdleTurns implements Turns {

  /** So long after the last request the machine is its own again. */
  private static final Duration CALM = Duration.ofMillis(50);

  private static final Duration POLL = Duration.ofMillis(20);

  private final InferencePool pool;
  private final Visitors visitors;
  private final BooleanSupplier ready;
  private volatile boolean stopped;

  /**
   * Turns on a pool.
   *
   * @param ready whether the service is ready; before it refuses requests, which disturb nobody
   */
  IdleTurns(InferencePool pool, Visitors visitors, BooleanSupplier ready) {
    this.pool = pool;
    this.visitors = visitors;
    this.ready = ready;
  }

  /** Ends the measuring, after the unit that is being run. */
  void stop() {
    stopped = true;
  }

  @Override
  public <T> T take(Piece<T> piece) throws InterruptedException {
    while (true) {
      awaitCalm();
      BooleanSupplier disturbed = disturbed();
      try {
        T measured = pool.run(() -> piece.measure(disturbed)).value();
        if (!disturbed.getAsBoolean()) {
          return measured;
        }
      } catch (DisturbedException e) {
        // it is measured again
      } catch (InferencePool.FullException e) {
        Thread.sleep(POLL.toMillis());
      }
    }
  }

  private BooleanSupplier disturbed() {
    if (!ready.getAsBoolean()) {
      return () -> stopped;
    }
    BooleanSupplier visited = visitors.watch();
    return () -> stopped || visited.getAsBoolean();
  }

  private void awaitCalm() throws InterruptedException {
    while (!stopped && ready.getAsBoolean() && visitors.calmNanos() < CALM.toNanos()) {
      Thread.sleep(POLL.toMillis());
    }
    if (stopped) {
      throw new InterruptedException("the service ends");
    }
  }
}

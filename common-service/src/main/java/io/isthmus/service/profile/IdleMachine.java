package io.isthmus.service.profile;

import io.isthmus.engine.InferencePool;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.springframework.stereotype.Component;

/**
 * Lends the inference threads to work that nobody waits for: while the service has no request with
 * a body inside, and the machine's profile is measured to its end. A request that comes meanwhile
 * waits for one piece of that work at the most.
 */
@Component
public class IdleMachine {

  /** So long after the last request the machine is its own again. */
  private static final Duration CALM = Duration.ofMillis(50);

  private static final Duration POLL = Duration.ofMillis(20);

  private final InferencePool pool;
  private final Visitors visitors;
  private final MachineProfile profile;

  IdleMachine(InferencePool pool, Visitors visitors, MachineProfile profile) {
    this.pool = pool;
    this.visitors = visitors;
    this.profile = profile;
  }

  /** Whether there is nothing else to do. */
  public boolean isIdle() {
    return visitors.calmNanos() >= CALM.toNanos()
        && profile.measured().map(ProfileMeasuring::whole).orElse(false);
  }

  /**
   * Waits until there is nothing else to do, and runs a piece of work then. It is no load of the
   * machine in the eyes of decisions.
   *
   * @param piece should take no longer than a request may have to wait for it, such as a unit
   * @throws InterruptedException if the calling thread is interrupted before the piece begins
   */
  public <T> T run(Callable<T> piece) throws InterruptedException {
    while (true) {
      awaitIdle();
      try {
        return pool.run(piece).value();
      } catch (InferencePool.FullException e) {
        Thread.sleep(POLL.toMillis());
      }
    }
  }

  private void awaitIdle() throws InterruptedException {
    while (!isIdle()) {
      Thread.sleep(POLL.toMillis());
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}

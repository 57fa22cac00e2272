package io.isthmus.lab.soak;

import io.isthmus.cli.FailedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Bad requests and deaths of the edge, until {@link #stop()}. */
final class Faults implements AutoCloseable {

  private static final Duration BETWEEN_BAD_REQUESTS = Duration.ofMillis(200);

  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final List<Future<?>> running;

  /** Starts both. */
  Faults(MortalEdge edge, BadRequestGenerator badRequests) {
    running =
        List.of(
            threads.submit(
                () -> {
                  edge.run(over);
                  return null;
                }),
            threads.submit(
                () -> {
                  while (!over.await(BETWEEN_BAD_REQUESTS.toMillis(), TimeUnit.MILLISECONDS)) {
                    badRequests.send();
                  }
                  badRequests.close();
                  return null;
                }));
  }

  /**
   * Waits until no fault is under way; the edge is alive then.
   *
   * @throws FailedException if the edge did not come back
   */
  void stop() throws InterruptedException, FailedException {
    over.countDown();
    for (Future<?> fault : running) {
      try {
        fault.get();
      } catch (ExecutionException e) {
        throw new FailedException("the edge did not come back: " + e.getCause());
      }
    }
  }

  @Override
  public void close() {
    over.countDown();
    threads.shutdownNow();
  }
}

package io.isthmus.lab.compute;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.Statistics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The engines' times at one batch size. They take turns within every round, in an order that
 * rotates, so that whatever else the machine does falls on all alike.
 */
final class Rounds {

  /** Before a turn, until the threads of the engine before it have stopped waiting busily. */
  private static final int PAUSE_MS = 30;

  /** A turn of small batches has several calls: the first ones find cold caches. */
  private static final int CALLS_AT_BATCH_1 = 25;

  /**
   * For so long each computes before it is measured: Java code is compiled while it runs, in the
   * first hundreds of calls, on the very cores that compute.
   */
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private final List<Engine> engines;
  private final int batch;
  private final List<List<Double>> times = new ArrayList<>(); // by engine

  Rounds(List<Engine> engines, int batch) {
    this.engines = engines;
    this.batch = batch;
    engines.forEach(engine -> times.add(new ArrayList<>()));
  }

  /** Calls of each that do not count. */
  void warmUp() throws IOException, FailedException {
    for (Engine engine : engines) {
      long start = System.nanoTime();
      do {
        engine.time(batch, calls());
      } while (System.nanoTime() - start < WARM_UP.toNanos());
    }
  }

  /** One round. */
  void run() throws IOException, InterruptedException, FailedException {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < engines.size(); i++) {
      order.add(i);
    }
    Collections.rotate(order, times.get(0).size());
    for (int i : order) {
      Thread.sleep(PAUSE_MS);
      times.get(i).add(engines.get(i).time(batch, calls()));
    }
  }

  private int calls() {
    return Math.max(1, CALLS_AT_BATCH_1 / batch);
  }

  /** The median time of an engine, in milliseconds. */
  double median(int engine) {
    return Statistics.median(times.get(engine));
  }

  /** The first engine's time over another's: the median over the rounds of the ratio within one. */
  double ratio(int other) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < times.get(0).size(); round++) {
      ratios.add(times.get(0).get(round) / times.get(other).get(round));
    }
    return Statistics.median(ratios);
  }
}

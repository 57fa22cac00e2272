package io.isthmus.hostile;

import java.time.Duration;

/**
 * The measuring that services begin at their start, and go on with beside requests. It computes on
 * the inference threads: a test that counts who waits for them begins once it has ended.
 */
public final class Measuring {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private Measuring() {}

  /** Waits until no service in this process measures. */
  public static void awaitEnd() throws InterruptedException {
    long start = System.nanoTime();
    while (Thread.getAllStackTraces().keySet().stream().anyMatch(Measuring::measures)) {
      if (System.nanoTime() - start > LONGEST.toNanos()) {
        throw new AssertionError("a service still measures after " + LONGEST);
      }
      Thread.sleep(10);
    }
  }

  private static boolean measures(Thread thread) {
    return thread.getName().equals("measure-profile") && thread.isAlive();
  }
}

package io.isthmus.lab.bench;

import io.isthmus.cli.link.Relay;
import io.isthmus.cli.trace.Trace;
import io.isthmus.units.DataRate;

/** A link that follows a trace in real time, also while a request crosses it. */
final class TracedLink implements LinkScript {

  private static final long STEP_MS = 20;

  /** Where the recorded link stood still it becomes this slow, in bytes per second. */
  private static final double SLOWEST = 10e3;

  private final Relay relay;
  private final Trace trace;
  private final Thread clock = new Thread(this::follow, "trace");
  private volatile DataRate now;

  /** Begins at once. */
  TracedLink(Relay relay, Trace trace) {
    this.relay = relay;
    this.trace = trace;
    now = rateAt(0);
    relay.setRate(now);
    clock.setDaemon(true);
    clock.start();
  }

  private DataRate rateAt(double seconds) {
    double rate = trace.bytesPerSecondAt(seconds);
    return new DataRate(Math.max(SLOWEST, Math.min(Relay.FASTEST, rate)));
  }

  private void follow() {
    long start = System.nanoTime();
    try {
      while (true) {
        Thread.sleep(STEP_MS);
        DataRate next = rateAt((System.nanoTime() - start) / 1e9);
        if (!next.equals(now)) {
          relay.setRate(next);
          now = next;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  @Override
  public DataRate before(int request) {
    return now;
  }

  @Override
  public void close() {
    clock.interrupt();
  }
}

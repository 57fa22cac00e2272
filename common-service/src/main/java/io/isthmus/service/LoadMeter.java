package io.isthmus.service;

import io.isthmus.estimate.Correction;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;

/** Knows how much computing is waiting, and how the machine keeps to its profile. Thread-safe. */
public final class LoadMeter {

  /** Work that is in the service, to be closed when it has left. */
  public interface Work extends AutoCloseable {
    @Override
    void close();
  }

  private final int workers;
  private final DoubleAdder outstandingMs = new DoubleAdder();
  private final AtomicInteger inside = new AtomicInteger();
  private volatile Correction correction = Correction.NONE;

  /** A meter for that many workers. */
  public LoadMeter(int workers) {
    this.workers = workers;
  }

  /** Counts work that will take about {@code profiledMs} on an undisturbed machine. */
  public Work begin(double profiledMs) {
    double expected = profiledMs * slowdown();
    outstandingMs.add(expected);
    inside.incrementAndGet();
    return () -> {
      inside.decrementAndGet();
      outstandingMs.add(-expected);
    };
  }

  /** Learns from a computation. */
  public synchronized void measured(double measuredMs, double profiledMs) {
    correction = correction.next(measuredMs, profiledMs, System.nanoTime());
  }

  /** Expected wait of a new arrival, in milliseconds: none while a worker is free. */
  public double queueMs() {
    return inside.get() < workers ? 0 : Math.max(0, outstandingMs.sum()) / workers;
  }

  /** How much slower than its profile the machine runs. */
  public double slowdown() {
    return correction.at(System.nanoTime());
  }
}

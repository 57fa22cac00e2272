package io.isthmus.service;

import io.isthmus.estimate.Correction;
import io.isthmus.wire.LoadReport;

/** Knows how much computing is waiting, and how the machine keeps to its profile. Thread-safe. */
public final class LoadMeter {

  /** Work that is in the service, to be closed when it has left. */
  public interface Work extends AutoCloseable {
    @Override
    void close();
  }

  private final int workers;
  private int inside;
  private double outstandingMs;
  private long startedNanos;
  private volatile Correction correction = Correction.NONE;
  private volatile Correction images = Correction.NONE;

  /** A meter for that many workers. */
  public LoadMeter(int workers) {
    this.workers = workers;
  }

  /** Counts work that will take about {@code profiledMs} on an undisturbed machine. */
  public Work begin(double profiledMs) {
    double expectedMs = profiledMs * slowdown();
    arrived(expectedMs);
    return () -> left(expectedMs);
  }

  private synchronized void arrived(double expectedMs) {
    if (inside < workers) {
      startedNanos = System.nanoTime();
    }
    inside++;
    outstandingMs += expectedMs;
  }

  private synchronized void left(double expectedMs) {
    startedNanos = System.nanoTime(); // a worker turns to the next
    inside--;
    outstandingMs = inside == 0 ? 0 : outstandingMs - expectedMs;
  }

  /** Whether no work is in the service. */
  public synchronized boolean idle() {
    return inside == 0;
  }

  /** Learns from a computation. */
  public synchronized void measured(double measuredMs, double profiledMs) {
    correction = correction.next(measuredMs, profiledMs, System.nanoTime());
  }

  /**
   * Expected wait of a new arrival, in milliseconds: none while a worker is free, else what is left
   * of all work. The piece under way counts as one of average size, for the time since a worker
   * last turned to something.
   */
  public synchronized double queueMs() {
    if (inside < workers) {
      return 0;
    }
    double elapsedMs = (System.nanoTime() - startedNanos) / 1e6;
    double done = Math.min(elapsedMs, outstandingMs / inside);
    return Math.max(0, outstandingMs - done) / workers;
  }

  /** What others should expect of this machine. */
  public LoadReport report() {
    return new LoadReport(queueMs(), slowdown(), workers);
  }

  /** Learns from decoding images. */
  public synchronized void decoded(double measuredMs, double profiledMs) {
    images = images.next(measuredMs, profiledMs, System.nanoTime());
  }

  /** How much slower than its profile the machine decodes images. */
  public double imageSlowdown() {
    return images.at(System.nanoTime());
  }

  /** What has been learnt of how the machine runs. */
  public Correction correction() {
    return correction;
  }

  /** How much slower than its profile the machine runs. */
  public double slowdown() {
    return correction.at(System.nanoTime());
  }
}

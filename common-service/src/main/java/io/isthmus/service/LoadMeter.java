package io.isthmus.service;

import io.isthmus.estimate.Correction;

/** Knows how much computing is waiting, and how the machine keeps to its profile. Thread-safe. */
public final class LoadMeter {

  /** Work that is in the service, to be closed when it has left. */
  public interface Work extends AutoCloseable {
    @Override
    void close();
  }

  private final int workers;
  private int inside;
  private double unfinishedMs;
  private long sinceNanos = System.nanoTime();
  private volatile Correction correction = Correction.NONE;

  /** A meter for that many workers. */
  public LoadMeter(int workers) {
    this.workers = workers;
  }

  /** Counts work that will take about {@code profiledMs} on an undisturbed machine. */
  public Work begin(double profiledMs) {
    arrived(profiledMs * slowdown());
    return this::left;
  }

  private synchronized void arrived(double expectedMs) {
    unfinishedMs = unfinishedNow() + expectedMs;
    inside++;
  }

  private synchronized void left() {
    unfinishedMs = unfinishedNow();
    inside--;
    if (inside == 0) {
      unfinishedMs = 0; // it took less than expected
    }
  }

  /** What is left of all work by now, as the busy workers go on with it. */
  private double unfinishedNow() {
    long now = System.nanoTime();
    double workedMs = (now - sinceNanos) / 1e6 * Math.min(inside, workers);
    sinceNanos = now;
    return Math.max(0, unfinishedMs - workedMs);
  }

  /** Learns from a computation. */
  public synchronized void measured(double measuredMs, double profiledMs) {
    correction = correction.next(measuredMs, profiledMs, System.nanoTime());
  }

  /** Expected wait of a new arrival, in milliseconds: none while a worker is free. */
  public synchronized double queueMs() {
    unfinishedMs = unfinishedNow();
    return inside < workers ? 0 : unfinishedMs / workers;
  }

  /** How much slower than its profile the machine runs. */
  public double slowdown() {
    return correction.at(System.nanoTime());
  }
}

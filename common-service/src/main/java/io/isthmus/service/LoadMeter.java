package io.isthmus.service;

import io.isthmus.estimate.MachineLoad;
import io.isthmus.wire.LoadReport;

/** Knows how much computing is waiting, and how the machine keeps to its profile. Thread-safe. */
public interface LoadMeter {

  /** Work that is in the service, to be closed when it has left. */
  interface Work extends AutoCloseable {
    @Override
    void close();
  }

  /** Counts work that will take about {@code profiledMs} on an undisturbed machine. */
  Work begin(double profiledMs);

  /** Learns from a computation. */
  void measured(double measuredMs, double profiledMs);

  /** Learns from decoding images. */
  void decoded(double measuredMs, double profiledMs);

  /** All that has been learnt. */
  MachineLoad load();

  /** The time on the clock of what has been learnt. */
  default long nanos() {
    return System.nanoTime();
  }

  /** Whether no work is in the service. */
  default boolean idle() {
    return load().isIdle();
  }

  /** Expected wait of a new arrival, in milliseconds. */
  default double queueMs() {
    return load().queueMs(nanos());
  }

  /** How many times slower than its profile the machine runs. */
  default double slowdown() {
    return load().slowdown(nanos());
  }

  /** How many times slower than its profile the machine decodes images. */
  default double imageSlowdown() {
    return load().imageSlowdown(nanos());
  }

  /** What others should expect of this machine. */
  default LoadReport report() {
    MachineLoad now = load();
    return new LoadReport(now.queueMs(nanos()), now.slowdown(nanos()), now.workers());
  }
}

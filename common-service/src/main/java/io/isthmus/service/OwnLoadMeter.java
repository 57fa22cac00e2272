package io.isthmus.service;

import io.isthmus.estimate.MachineLoad;

/** A load meter that keeps its own state. Thread-safe. */
public final class OwnLoadMeter implements LoadMeter {

  private MachineLoad load;

  /** A meter for that many workers. */
  public OwnLoadMeter(int workers) {
    load = MachineLoad.idle(workers);
  }

  @Override
  public synchronized Work begin(double profiledMs) {
    double expectedMs = profiledMs * load.slowdown(nanos());
    load = load.began(expectedMs, nanos());
    return () -> ended(expectedMs);
  }

  private synchronized void ended(double expectedMs) {
    load = load.ended(expectedMs, nanos());
  }

  @Override
  public synchronized void measured(double measuredMs, double profiledMs) {
    load = load.computed(measuredMs, profiledMs, nanos());
  }

  @Override
  public synchronized void decoded(double measuredMs, double profiledMs) {
    load = load.decoded(measuredMs, profiledMs, nanos());
  }

  @Override
  public synchronized MachineLoad load() {
    return load;
  }
}

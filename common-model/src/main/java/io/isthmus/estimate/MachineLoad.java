package io.isthmus.estimate;

/**
 * How much computing waits on a machine, and how the machine keeps to its profile. Immutable: the
 * next state is a function of this one and an event. Times are in milliseconds; nanoseconds are on
 * the caller's monotonic clock.
 *
 * @param workers computations that run at the same time
 * @param inside pieces of work in the service, waiting or running
 * @param outstandingMs expected time of all of them together
 * @param startedNanos when a worker last turned to something
 * @param units measured over profiled time of units
 * @param images the same of decoding images
 */
public record MachineLoad(
    int workers,
    int inside,
    double outstandingMs,
    long startedNanos,
    SlowdownEstimate units,
    SlowdownEstimate images) {

  private static final double MOST_MS = 86_400_000;

  /** Throws IllegalArgumentException for a machine without workers or a negative load. */
  public MachineLoad {
    if (workers < 1 || inside < 0) {
      throw new IllegalArgumentException("workers " + workers + ", inside " + inside);
    }
  }

  /** A machine on which nothing waits, and which keeps to its profile. */
  public static MachineLoad idle(int workers) {
    return new MachineLoad(workers, 0, 0, 0, SlowdownEstimate.NONE, SlowdownEstimate.NONE);
  }

  /** The state after work has arrived that is expected to take so long. */
  public MachineLoad began(double expectedMs, long nowNanos) {
    double expected = possible(expectedMs);
    return with(inside + 1, outstandingMs + expected, inside < workers ? nowNanos : startedNanos);
  }

  /**
   * The state after that work has left: a worker turns to the next.
   *
   * @param expectedMs what {@link #began} was given
   */
  public MachineLoad ended(double expectedMs, long nowNanos) {
    int left = Math.max(0, inside - 1);
    return with(left, left == 0 ? 0 : outstandingMs - possible(expectedMs), nowNanos);
  }

  /** A day at most, however absurd a prediction. */
  private static double possible(double ms) {
    return ms > 0 ? Math.min(MOST_MS, ms) : 0;
  }

  private MachineLoad with(int nowInside, double nowOutstandingMs, long nowStarted) {
    return new MachineLoad(workers, nowInside, nowOutstandingMs, nowStarted, units, images);
  }

  /** The state after units have run. */
  public MachineLoad computed(double measuredMs, double profiledMs, long nowNanos) {
    SlowdownEstimate next = units.next(measuredMs, profiledMs, nowNanos);
    return new MachineLoad(workers, inside, outstandingMs, startedNanos, next, images);
  }

  /** The state after images have been decoded. */
  public MachineLoad decoded(double measuredMs, double profiledMs, long nowNanos) {
    SlowdownEstimate next = images.next(measuredMs, profiledMs, nowNanos);
    return new MachineLoad(workers, inside, outstandingMs, startedNanos, units, next);
  }

  /** Whether no work is in the service. */
  public boolean isIdle() {
    return inside == 0;
  }

  /**
   * Expected wait of a new arrival: none while a worker is free, else what is left of all work. The
   * piece under way counts as one of average size, for the time since a worker last turned to
   * something.
   */
  public double queueMs(long nowNanos) {
    if (inside < workers) {
      return 0;
    }
    double elapsedMs = (nowNanos - startedNanos) / 1e6;
    double done = Math.min(elapsedMs, outstandingMs / inside);
    return Math.max(0, outstandingMs - done) / workers;
  }

  /** How many times slower than its profile the machine runs units. */
  public double slowdown(long nowNanos) {
    return units.at(nowNanos);
  }

  /** How many times slower than its profile the machine decodes images. */
  public double imageSlowdown(long nowNanos) {
    return images.at(nowNanos);
  }
}

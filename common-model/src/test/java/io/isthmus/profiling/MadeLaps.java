package io.isthmus.profiling;

import java.util.function.DoubleUnaryOperator;

/** Runs of a chain, made up. */
final class MadeLaps {

  private MadeLaps() {}

  /** Of a machine that was never stopped. */
  static ChainLaps undisturbed(double... unitMs) {
    return of(ms -> ms, unitMs);
  }

  /**
   * Of any machine.
   *
   * @param clock what a unit takes by the clock
   * @param processorMs what the units compute for
   */
  static ChainLaps of(DoubleUnaryOperator clock, double... processorMs) {
    ChainLaps laps = new ChainLaps(processorMs.length);
    for (int l = 0; l < processorMs.length; l++) {
      laps.set(l, clock.applyAsDouble(processorMs[l]), processorMs[l]);
    }
    return laps;
  }
}

package io.isthmus.profiling;

/** One run of a chain, unit by unit. */
final class ChainLaps {

  private final double[] unitMs;
  private final double[] processorMs;

  /** A run of a chain of so many units. */
  ChainLaps(int units) {
    unitMs = new double[units];
    processorMs = new double[units];
  }

  /**
   * Notes what a unit took.
   *
   * @param unit from 0
   * @param ms by the clock
   * @param onProcessorMs for which its thread was computing
   */
  void set(int unit, double ms, double onProcessorMs) {
    unitMs[unit] = ms;
    processorMs[unit] = onProcessorMs;
  }

  int units() {
    return unitMs.length;
  }

  double ms(int unit) {
    return unitMs[unit];
  }

  double processorMs(int unit) {
    return processorMs[unit];
  }

  /** All units together, by the clock. */
  double totalMs() {
    double total = 0;
    for (double ms : unitMs) {
      total += ms;
    }
    return total;
  }
}

package io.isthmus.lab.overload;

import java.time.Duration;
import java.util.List;

/**
 * One turn of a load, which has several: what the machine does meanwhile hits all loads alike.
 *
 * @param time that requests came for
 * @param limit how many might be inside at its end
 * @param samples all of them, also of the warm-up and those that came back
 */
record Round(Duration time, int limit, List<LoadSample> samples) {

  /** Until then the limit may still be adapting to the load. */
  private static final double WARM_UP = 0.25;

  private double fromMs() {
    return WARM_UP * time.toNanos() / 1e6;
  }

  /** How long it was measured. */
  double seconds() {
    return (1 - WARM_UP) * time.toNanos() / 1e9;
  }

  /** Requests that came for the first time, and after the warm-up. */
  List<LoadSample> measured() {
    return samples.stream().filter(sample -> !sample.again() && sample.atMs() >= fromMs()).toList();
  }
}

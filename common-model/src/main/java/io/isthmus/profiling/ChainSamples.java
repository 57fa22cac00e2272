package io.isthmus.profiling;

import io.isthmus.profile.Timing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Repeated measurements of a chain on slices of one size, unit by unit. What a unit computes for is
 * told by its processor time: that has no stops in it, whose share of a unit depends on where they
 * fall.
 */
final class ChainSamples {

  private final List<ChainLaps> repetitions = new ArrayList<>();

  /** Adds a repetition. */
  void add(ChainLaps laps) {
    repetitions.add(laps);
  }

  /** The processor time that the whole chain takes, in milliseconds. */
  double processorMs() {
    return Arrays.stream(unitProcessorMs()).sum();
  }

  /** What each repetition took by the clock, in milliseconds. */
  DoubleStream totalsMs() {
    return repetitions.stream().mapToDouble(ChainLaps::totalMs);
  }

  /**
   * Every unit's time and its spread.
   *
   * @param stretch the clock's time over processor time
   */
  List<Timing> units(double stretch) {
    double[] processorMs = unitProcessorMs();
    return IntStream.range(0, processorMs.length)
        .mapToObj(l -> new Timing(stretch * processorMs[l], times(l).spread()))
        .toList();
  }

  private double[] unitProcessorMs() {
    return IntStream.range(0, repetitions.get(0).units())
        .mapToDouble(
            l ->
                Timing.of(repetitions.stream().mapToDouble(r -> r.processorMs(l)).toArray())
                    .median())
        .toArray();
  }

  private Timing times(int unit) {
    return Timing.of(repetitions.stream().mapToDouble(r -> r.ms(unit)).toArray());
  }
}

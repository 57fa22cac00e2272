package io.isthmus.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Repeated measurements of a chain, unit by unit.
 *
 * <p>A machine that is stopped now and then, by the quota of its processor time or by others, is
 * stopped in one unit this time and in another the next. Medians of units shorter than the time
 * between two stops tell only whether a unit was hit more often than not, and their sum is not what
 * the chain takes. So the units are given what the chain takes (the median of its repetitions), and
 * share it as their least times stand to each other: stops come by the clock, whatever runs.
 */
final class ChainSamples {

  private final List<double[]> repetitions = new ArrayList<>();

  /** Adds a repetition: the time of every unit, in milliseconds. */
  void add(double[] unitMs) {
    repetitions.add(unitMs.clone());
  }

  /** Every unit's time and its spread; together they take the chain's median. */
  List<Timing> units() {
    double[] totals = repetitions.stream().mapToDouble(r -> Arrays.stream(r).sum()).toArray();
    double chainMs = Timing.of(totals).median();
    double[] least = repetitions.get(0).clone();
    repetitions.forEach(r -> Arrays.setAll(least, l -> Math.min(least[l], r[l])));
    double sum = Math.max(Double.MIN_NORMAL, Arrays.stream(least).sum()); // a clock may be coarse
    return IntStream.range(0, least.length)
        .mapToObj(l -> new Timing(chainMs * least[l] / sum, Timing.of(times(l)).spread()))
        .toList();
  }

  private double[] times(int unit) {
    return repetitions.stream().mapToDouble(r -> r[unit]).toArray();
  }
}

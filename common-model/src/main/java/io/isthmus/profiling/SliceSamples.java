package io.isthmus.profiling;

import io.isthmus.profile.Timing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Repeated measurements of a chain on slices. A slice of so many images is the same work in
 * whatever batch it comes: so all of one size are measurements of one thing, and a batch takes what
 * its slices take.
 *
 * <p>A machine that is stopped now and then, by the quota of its processor time or by others, is
 * stopped by the clock, whatever runs: for so long in so much computing. So what units compute for
 * is stretched by one factor for all sizes, the clock's time over processor time, of which every
 * slice is a measurement: the median over the time that was measured. Sizes that were measured by
 * the clock alone would differ by where the stops fell, and plans would be made for that.
 */
final class SliceSamples {

  private final Map<Integer, ChainSamples> bySize = new TreeMap<>();

  /** Adds a slice. */
  void add(int images, ChainLaps laps) {
    bySize.computeIfAbsent(images, size -> new ChainSamples()).add(laps);
  }

  /**
   * Every unit's time for a batch, and its spread.
   *
   * @param slices their sizes, which must have been measured
   */
  List<Timing> units(List<Integer> slices) {
    double stretch = stretch();
    List<List<Timing>> each =
        slices.stream()
            .map(size -> Objects.requireNonNull(bySize.get(size)).units(stretch))
            .toList();
    return IntStream.range(0, each.get(0).size())
        .mapToObj(l -> each.stream().map(units -> units.get(l)).reduce(Timing.NONE, Timing::plus))
        .toList();
  }

  /** A slice's time by the clock over its processor time, which is its weight. */
  private record Stretch(double factor, double processorMs) {}

  private double stretch() {
    List<Stretch> slices = new ArrayList<>();
    for (ChainSamples samples : bySize.values()) {
      double processorMs = samples.processorMs();
      if (processorMs > 0) { // a clock may be coarse
        samples.totalsMs().forEach(ms -> slices.add(new Stretch(ms / processorMs, processorMs)));
      }
    }
    slices.sort(Comparator.comparingDouble(Stretch::factor));
    double half = slices.stream().mapToDouble(Stretch::processorMs).sum() / 2;
    double below = 0;
    for (Stretch slice : slices) {
      below += slice.processorMs;
      if (below >= half) {
        return slice.factor;
      }
    }
    return 1;
  }
}

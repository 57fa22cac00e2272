package io.isthmus.profile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Repeated measurements of a chain on slices. A slice of so many images is the same work in
 * whatever batch it comes: so all of one size are measurements of one thing, and a batch takes what
 * its slices take. Measured by themselves the sizes of batches would differ by what the machine did
 * meanwhile, and plans would be made for that.
 */
final class SliceSamples {

  private final Map<Integer, ChainSamples> bySize = new HashMap<>();

  /** Adds a slice: the time of every unit, in milliseconds. */
  void add(int images, double[] unitMs) {
    bySize.computeIfAbsent(images, size -> new ChainSamples()).add(unitMs);
  }

  /**
   * Every unit's time for a batch, and its spread.
   *
   * @param slices their sizes, which must have been measured
   */
  List<Timing> units(List<Integer> slices) {
    List<List<Timing>> each =
        slices.stream().map(size -> Objects.requireNonNull(bySize.get(size)).units()).toList();
    return IntStream.range(0, each.get(0).size())
        .mapToObj(l -> each.stream().map(units -> units.get(l)).reduce(Timing.NONE, Timing::plus))
        .toList();
  }
}

package io.isthmus.engine;

import io.isthmus.network.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * How a batch goes through the units: a few images at a time, the same wherever it is cut. Part of
 * a result's bits, like the number of threads.
 */
public final class MicroBatches {

  /** No slice is larger: what a call costs does not count any more. */
  private static final int MOST_IMAGES = 16;

  /**
   * What the largest output of a unit may take for a slice. Within a block activations are several
   * times as large; beyond this they fall out of the caches, and a batch takes up to 1.8 times as
   * long (docs/decisions/0009-call-onednn-and-check-packed-weights.md).
   */
  private static final long MOST_BYTES = 14 << 20;

  private MicroBatches() {}

  /** Images that go through the units of a network together: a power of two. */
  static int largest(Network network) {
    long output = network.units().stream().mapToLong(u -> u.output().bytes(1)).max().orElse(1);
    return (int) Long.highestOneBit(Math.max(1, Math.min(MOST_IMAGES, MOST_BYTES / output)));
  }

  /** The sizes of the slices that a batch is run in, in order. */
  public static List<Integer> of(Network network, int batch) {
    int largest = largest(network);
    List<Integer> sizes = new ArrayList<>();
    for (int left = batch; left > 0; left -= largest) {
      sizes.add(Math.min(left, largest));
    }
    return sizes;
  }
}

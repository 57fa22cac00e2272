package io.isthmus.profiling;

import io.isthmus.engine.MicroBatches;
import io.isthmus.network.Network;
import java.util.Comparator;
import java.util.stream.IntStream;

/** About how much native memory a batch takes, before anybody has tried it. */
public final class MemoryNeed {

  /** Activations within a unit are several times as large as what it puts out. */
  private static final int WITHIN_A_UNIT = 8;

  private MemoryNeed() {}

  /**
   * What a request of a batch takes at most: its input and the largest activation of the chain in
   * whole, and what a unit needs for a slice.
   *
   * @return bytes
   */
  public static long bytes(Network network, int batch) {
    int slice = MicroBatches.of(network, batch).get(0);
    int widest = widestCut(network);
    return network.input().bytes(batch)
        + network.activation(widest).bytes(batch)
        + WITHIN_A_UNIT * network.activation(widest).bytes(slice);
  }

  /** The cut with the largest activation. */
  static int widestCut(Network network) {
    return IntStream.rangeClosed(0, network.length())
        .boxed()
        .max(Comparator.comparingLong(cut -> network.activation(cut).bytes(1)))
        .orElse(0);
  }
}

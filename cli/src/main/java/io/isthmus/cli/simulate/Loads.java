package io.isthmus.cli.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What else the two machines have to do, over time: phases of calm and of load, each of some
 * seconds. Under load the edge has a queue and runs slower; the device throttles.
 */
final class Loads {

  /**
   * A phase.
   *
   * @param startMs when it begins
   * @param queueMs mean wait at the edge
   * @param edgeFactor how much slower than its profile the edge runs
   * @param deviceFactor the same for the device
   */
  record Phase(double startMs, double queueMs, double edgeFactor, double deviceFactor) {}

  private static final double MEAN_PHASE_MS = 20_000;

  private final List<Phase> phases;

  private Loads(List<Phase> phases) {
    this.phases = List.copyOf(phases);
  }

  /** Two machines that have nothing else to do. */
  static Loads none() {
    return new Loads(List.of(new Phase(0, 0, 1, 1)));
  }

  /** Phases that were drawn by lot, for a time. */
  static Loads random(long seed, double lengthMs) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Phase> phases = new ArrayList<>();
    double at = 0;
    while (at < lengthMs) {
      boolean edgeLoaded = random.nextInt(3) == 0;
      boolean throttled = random.nextInt(4) == 0;
      phases.add(
          new Phase(
              at,
              edgeLoaded ? 5 + 45 * random.nextDouble() : 0,
              edgeLoaded ? 1 + 3 * random.nextDouble() : 1,
              throttled ? 1 + 2 * random.nextDouble() : 1));
      at += MEAN_PHASE_MS * (0.5 + random.nextDouble());
    }
    return new Loads(phases);
  }

  /** The phase at a time. */
  Phase at(double ms) {
    int low = 0;
    int high = phases.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (phases.get(middle).startMs() <= ms) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return phases.get(low);
  }
}

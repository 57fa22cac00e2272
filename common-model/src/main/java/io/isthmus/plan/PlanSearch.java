package io.isthmus.plan;

import io.isthmus.decision.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks for the plan with the least makespan. First among those that cut some images at one place
 * and the others at another, each group in chunks as equal as can be; then {@link LocalSearch}
 * frees the best of these from both.
 *
 * <p>The group with the earlier cut goes first: it is soon through the device and long on link and
 * edge, and the other way round for the later one, which is Johnson's order. Two cuts are nearly
 * always enough: the linear programme mixes three only where all three machines are equally busy.
 *
 * <p>Most divisions are looked at only far enough to see that even their busiest machine takes
 * longer than the best plan so far.
 */
final class PlanSearch {

  /** Chunks that a group may be cut into; what lies between differs little. */
  private static final int[] CHUNKS = {1, 2, 3, 4, 6, 8, 12, 16};

  /** Divisions that are looked at, whatever the batch. */
  private static final int DIVISIONS = 16;

  /** From so many pairs of cuts the search goes on … */
  private static final int PAIRS = 3;

  /** … if their best plan takes no longer than this, times that of the best pair. */
  private static final double NEAR = 1.05;

  private final Stages stages;
  private final double[][] least; // [machine][option's index], per image
  private final PlanCost line;
  private final List<Pair> pairs = new ArrayList<>();
  private final double toBeatMs;

  private double bestMs; // of all pairs
  private double pairMs; // of this pair
  private int imagesA;
  private int chunksA;
  private int chunksB;

  /**
   * The best plan of two cuts.
   *
   * @param b the same as {@code a} where all images are cut there
   */
  private record Pair(double ms, int a, int imagesA, int chunksA, int b, int chunksB) {

    MutablePlan draft(int images) {
      MutablePlan draft = new MutablePlan();
      draft.addEvenly(a, imagesA, chunksA);
      draft.addEvenly(b, images - imagesA, chunksB);
      return draft;
    }
  }

  /**
   * A search.
   *
   * @param toBeatMs time that a plan must stay below, with what its chunks have to gain
   * @param chunkMs what each chunk that is sent has to gain
   */
  PlanSearch(Stages stages, double toBeatMs, double chunkMs) {
    this.stages = stages;
    this.least = stages.leastPerImage();
    this.line = new PlanCost(stages, chunkMs);
    this.toBeatMs = toBeatMs;
    this.bestMs = toBeatMs;
  }

  /** The best plan below the time to beat, if there is one. */
  Optional<Plan> run() {
    for (int a = 0; a < stages.options.length; a++) {
      for (int b = a; b < stages.options.length; b++) {
        look(a, b);
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::ms));
    MutablePlan best = null;
    double leastMs = toBeatMs;
    for (Pair pair : pairs.subList(0, Math.min(PAIRS, pairs.size()))) {
      LocalSearch climb = new LocalSearch(stages, line, pair.draft(stages.images));
      climb.run();
      if (climb.bestMs() < leastMs) {
        best = climb.best();
        leastMs = climb.bestMs();
      }
    }
    return best == null ? Optional.empty() : Optional.of(new Plan(best.plan(stages.options)));
  }

  private void look(int a, int b) {
    pairMs = NEAR * bestMs;
    chunksA = 0;
    if (a == b) {
      together(a);
    } else {
      divided(a, b);
    }
    if (chunksA > 0) {
      pairs.add(new Pair(pairMs, a, imagesA, chunksA, b, chunksB));
      bestMs = Math.min(bestMs, pairMs);
    }
  }

  /** All images at one cut. */
  private void together(int a) {
    for (int chunks : CHUNKS) {
      if (chunks > 1 && chunks <= stages.images && promising(stages.images, a, a)) {
        consider(a, stages.images, chunks, a, 0);
      }
    }
  }

  /** Some images at cut a, the others at cut b. */
  private void divided(int a, int b) {
    int step = Math.max(1, stages.images / DIVISIONS);
    for (int m = step; m < stages.images; m += step) {
      int rest = stages.images - m;
      for (int i = 0; i < CHUNKS.length && CHUNKS[i] <= m && promising(m, a, b); i++) {
        int room = Math.min(rest, MutablePlan.MOST_CHUNKS - CHUNKS[i]);
        for (int j = 0; j < CHUNKS.length && CHUNKS[j] <= room; j++) {
          consider(a, m, CHUNKS[i], b, CHUNKS[j]);
        }
      }
    }
  }

  /** Whether the busiest machine leaves hope. */
  private boolean promising(int m, int a, int b) {
    double busiest = 0;
    for (double[] machine : least) {
      busiest = Math.max(busiest, m * machine[a] + (stages.images - m) * machine[b]);
    }
    return busiest < pairMs;
  }

  private void consider(int a, int images, int partsA, int b, int partsB) {
    line.clear();
    line.addEvenly(a, images, partsA);
    if (partsB > 0 && line.cost() < pairMs) {
      line.addEvenly(b, stages.images - images, partsB);
    }
    if (line.cost() < pairMs) {
      pairMs = line.cost();
      imagesA = images;
      chunksA = partsA;
      chunksB = partsB;
    }
  }
}

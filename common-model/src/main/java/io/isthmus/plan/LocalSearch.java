package io.isthmus.plan;

/**
 * Improves a plan step by step, with any cut for any chunk and chunks of any size: goes on to the
 * next plan that is better, until none of those that differ by one step is.
 */
final class LocalSearch {

  /** Plans that are looked at before it is good enough. */
  private static final int MOST_LOOKS = 1000;

  /** A step must be worth it. */
  private static final double WORTH = 1e-4;

  private final Stages stages;
  private final PlanCost line;
  private final MutablePlan best = new MutablePlan();
  private final MutablePlan next = new MutablePlan();
  private double bestMs;
  private int looks;

  /** A climb from a plan, on a line for those stages. */
  LocalSearch(Stages stages, PlanCost line, MutablePlan from) {
    this.stages = stages;
    this.line = line;
    best.copy(from);
    bestMs = from.cost(line, Double.POSITIVE_INFINITY);
  }

  /** Climbs as far as it goes. */
  void run() {
    while (recut() || shift() || divide() || merge()) {
      // once more, from where that has led
    }
  }

  /** The best plan so far. */
  MutablePlan best() {
    return best;
  }

  /** Its makespan, and what its chunks have to gain, in milliseconds. */
  double bestMs() {
    return bestMs;
  }

  /** A chunk at another cut. */
  private boolean recut() {
    for (int i = 0; i < best.chunks(); i++) {
      for (int cut = 0; cut < stages.options.length; cut++) {
        if (cut != best.cut(i)) {
          next.copy(best);
          next.remove(i);
          next.insert(cut, best.size(i), false);
          if (taken()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Images from one chunk to another. */
  private boolean shift() {
    for (int i = 0; i < best.chunks(); i++) {
      for (int j = 0; j < best.chunks(); j++) {
        if (i != j && shifted(i, j)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean shifted(int from, int to) {
    for (int m = some(from); m > 0; m = m > 1 ? 1 : 0) {
      next.copy(best);
      next.grow(to, m);
      next.grow(from, -m);
      if (taken()) {
        return true;
      }
    }
    return false;
  }

  /** A quarter of a chunk, so that large ones need few steps. */
  private int some(int chunk) {
    return Math.max(1, best.size(chunk) / 4);
  }

  /** A part of a chunk at any cut, as a chunk of its own: an image, or half of them. */
  private boolean divide() {
    for (int i = 0; i < best.chunks() && !best.isFull(); i++) {
      int size = best.size(i);
      for (int m = size / 2; m > 0; m = m > 1 ? 1 : 0) {
        for (int cut = 0; cut < stages.options.length; cut++) {
          next.copy(best);
          next.grow(i, -m);
          next.insert(cut, m, true);
          if (taken()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Two chunks of a cut as one. */
  private boolean merge() {
    for (int i = 0; i + 1 < best.chunks(); i++) {
      if (best.cut(i) == best.cut(i + 1)) {
        next.copy(best);
        next.grow(i, best.size(i + 1));
        next.remove(i + 1);
        if (taken()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the next plan is better, and so the best. */
  private boolean taken() {
    if (++looks > MOST_LOOKS) {
      return false;
    }
    double ms = next.cost(line, bestMs);
    if (ms < (1 - WORTH) * bestMs) {
      best.copy(next);
      bestMs = ms;
      return true;
    }
    return false;
  }
}

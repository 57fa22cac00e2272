package io.isthmus.plan;

import io.isthmus.decision.Chunk;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for the plan with the least makespan among those that cut some images at one place and the
 * others at another, each group in chunks as equal as can be.
 *
 * <p>The group with the earlier cut goes first: it is soon through the device and long on link and
 * edge, and the other way round for the later one, which is Johnson's order. Two cuts are nearly
 * always enough: the linear programme mixes three only where all three machines are equally busy.
 *
 * <p>All divisions of the batch are looked at, but most only far enough to see that even their
 * busiest machine takes longer than the best plan so far.
 */
final class Search {

  /** Chunk sizes that are tried; what lies between differs little. */
  private static final int[] SIZES = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48};

  /** A division is looked at only if it may be better by this part. */
  private static final double WORTH = 0.002;

  private final Stages stages;
  private final Bound bound;
  private final Line line;

  private double bestMs;
  private int bestA;
  private int bestB;
  private int bestImagesA;
  private int bestChunksA;
  private int bestChunksB;

  /**
   * A search.
   *
   * @param toBeatMs time that a plan must stay below
   */
  Search(Stages stages, Bound bound, double toBeatMs) {
    this.stages = stages;
    this.bound = bound;
    this.line = new Line(stages);
    this.bestMs = toBeatMs;
  }

  /** The best plan below the time to beat; an empty list if there is none. */
  List<Chunk> run() {
    int cuts = stages.cuts.length;
    for (int a = 0; a < cuts; a++) {
      together(a);
    }
    for (int a = 0; a < cuts; a++) {
      for (int b = a + 1; b < cuts; b++) {
        divided(a, b);
      }
    }
    return chunks();
  }

  /** All images at one cut. */
  private void together(int a) {
    if (promising(stages.images, a, a)) {
      for (int size : SIZES) {
        if (size < stages.images) {
          consider(a, stages.images, chunks(stages.images, size), a, 0);
        }
      }
    }
  }

  /** Some images at cut a, the others at cut b. */
  private void divided(int a, int b) {
    if (bound.ofTwo(a, b) * stages.images > (1 - WORTH) * bestMs) {
      return;
    }
    for (int m = 1; m < stages.images; m++) {
      for (int i = 0; i < SIZES.length && SIZES[i] <= m && promising(m, a, b); i++) {
        int rest = stages.images - m;
        for (int j = 0; j < SIZES.length && (j == 0 || SIZES[j - 1] < rest); j++) {
          consider(a, m, chunks(m, SIZES[i]), b, chunks(rest, SIZES[j]));
        }
      }
    }
  }

  private boolean promising(int m, int a, int b) {
    return bound.ms(m, a, stages.images - m, b) < (1 - WORTH) * bestMs;
  }

  private static int chunks(int images, int size) {
    return (images + size - 1) / size;
  }

  private void consider(int a, int imagesA, int chunksA, int b, int chunksB) {
    line.clear();
    line.addEvenly(a, imagesA, chunksA);
    if (chunksB > 0 && line.end() < bestMs) {
      line.addEvenly(b, stages.images - imagesA, chunksB);
    }
    if (line.end() < bestMs) {
      bestMs = line.end();
      bestA = a;
      bestB = b;
      bestImagesA = imagesA;
      bestChunksA = chunksA;
      bestChunksB = chunksB;
    }
  }

  private List<Chunk> chunks() {
    List<Chunk> chunks = new ArrayList<>();
    append(chunks, stages.cuts[bestA], bestImagesA, bestChunksA);
    append(chunks, stages.cuts[bestB], stages.images - bestImagesA, bestChunksB);
    return chunks;
  }

  private static void append(List<Chunk> plan, int cut, int images, int chunks) {
    for (int i = 0; i < chunks; i++) {
      plan.add(
          new Chunk(i < chunks - images % chunks ? images / chunks : images / chunks + 1, cut));
    }
  }

  /** Makespan of what {@link #run} found. */
  double bestMs() {
    return bestMs;
  }
}

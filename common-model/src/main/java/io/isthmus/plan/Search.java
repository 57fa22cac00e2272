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
 * <p>Divisions of the batch are looked at coarsely first and then around the best; most only far
 * enough to see that even their busiest machine takes longer than the best plan so far.
 */
final class Search {

  /** Chunks that a group may be cut into; what lies between differs little. */
  private static final int[] CHUNKS = {1, 2, 3, 4, 6, 8, 12, 16};

  /** More chunks gain nothing that their exchanges do not cost. */
  static final int MOST_CHUNKS = 16;

  /** Divisions that are looked at in the first pass, whatever the batch. */
  private static final int DIVISIONS = 16;

  /** A division is looked at only if it may be better by this part. */
  private static final double WORTH = 0.002;

  private final Stages stages;
  private final double[][] least; // [machine][cut's index], per image
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
  Search(Stages stages, double toBeatMs) {
    this.stages = stages;
    this.least = stages.leastPerImage();
    this.line = new Line(stages);
    this.bestMs = toBeatMs;
  }

  /** The best plan below the time to beat; an empty list if there is none. */
  List<Chunk> run() {
    int step = Math.max(1, stages.images / DIVISIONS);
    for (int a = 0; a < stages.cuts.length; a++) {
      together(a);
      for (int b = a + 1; b < stages.cuts.length; b++) {
        divided(a, b, step, stages.images - 1, step);
      }
    }
    if (step > 1 && bestChunksB > 0) {
      divided(bestA, bestB, Math.max(1, bestImagesA - step + 1), bestImagesA + step - 1, 1);
    }
    return chunks();
  }

  /** All images at one cut. */
  private void together(int a) {
    for (int chunks : CHUNKS) {
      if (chunks > 1 && chunks <= stages.images && promising(stages.images, a, a)) {
        consider(a, stages.images, chunks, a, 0);
      }
    }
  }

  /** {@code from} … {@code to} images at cut a, the others at cut b. */
  private void divided(int a, int b, int from, int to, int step) {
    for (int m = from; m <= Math.min(to, stages.images - 1); m += step) {
      int rest = stages.images - m;
      for (int i = 0; i < CHUNKS.length && CHUNKS[i] <= m && promising(m, a, b); i++) {
        int room = Math.min(rest, MOST_CHUNKS - CHUNKS[i]);
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
    return busiest < (1 - WORTH) * bestMs;
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
}

package io.isthmus.plan;

import io.isthmus.decision.Chunk;
import io.isthmus.decision.Option;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan being looked for: arrays, since a search changes and times thousands. The chunks stand in
 * the order of their cuts, the earlier ones first, which is Johnson's order; see {@link
 * PlanSearch}.
 */
final class MutablePlan {

  /** More chunks gain nothing that their exchanges do not cost. */
  static final int MOST_CHUNKS = 16;

  private final int[] cuts = new int[MOST_CHUNKS];
  private final int[] sizes = new int[MOST_CHUNKS];
  private int chunks;

  int chunks() {
    return chunks;
  }

  boolean isFull() {
    return chunks == MOST_CHUNKS;
  }

  /** The cut's index of a chunk. */
  int cut(int chunk) {
    return cuts[chunk];
  }

  /** Images of a chunk. */
  int size(int chunk) {
    return sizes[chunk];
  }

  /** Becomes the same as another. */
  void copy(MutablePlan other) {
    chunks = other.chunks;
    System.arraycopy(other.cuts, 0, cuts, 0, chunks);
    System.arraycopy(other.sizes, 0, sizes, 0, chunks);
  }

  /** Adds images to a chunk, or takes some away; without any left it goes. */
  void grow(int chunk, int images) {
    sizes[chunk] += images;
    if (sizes[chunk] == 0) {
      remove(chunk);
    }
  }

  /** Takes a chunk out. */
  void remove(int chunk) {
    chunks--;
    for (int i = chunk; i < chunks; i++) {
      cuts[i] = cuts[i + 1];
      sizes[i] = sizes[i + 1];
    }
  }

  /**
   * Adds a chunk in its place.
   *
   * @param first whether it goes before the others of its cut, or after them
   */
  void insert(int cut, int size, boolean first) {
    int at = chunks;
    while (at > 0 && (cuts[at - 1] > cut || (first && cuts[at - 1] == cut))) {
      cuts[at] = cuts[at - 1];
      sizes[at] = sizes[at - 1];
      at--;
    }
    cuts[at] = cut;
    sizes[at] = size;
    chunks++;
  }

  /**
   * Appends images in chunks that differ by one at most. The smaller ones come first: they bring
   * the next machine to work sooner.
   */
  void addEvenly(int cut, int images, int parts) {
    for (int i = 0; i < parts; i++) {
      insert(cut, images / parts + (i < parts - images % parts ? 0 : 1), false);
    }
  }

  /** {@link PlanCost#cost}; for one that costs more than {@code enoughMs} any such. */
  double cost(PlanCost line, double enoughMs) {
    line.clear();
    for (int i = 0; i < chunks && line.cost() < enoughMs; i++) {
      line.add(cuts[i], sizes[i]);
    }
    return line.cost();
  }

  /**
   * The plan itself.
   *
   * @param options the options of the indices
   */
  List<Chunk> plan(Option[] options) {
    List<Chunk> plan = new ArrayList<>();
    for (int i = 0; i < chunks; i++) {
      plan.add(new Chunk(sizes[i], options[cuts[i]]));
    }
    return plan;
  }
}

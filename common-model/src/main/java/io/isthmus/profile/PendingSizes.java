package io.isthmus.profile;

import java.util.List;

/**
 * What is still to be measured of a profile.
 *
 * @param batches the batch sizes, ascending; at least one
 * @param begun how many processes have begun with the first of them and ended before they were
 *     through with it; one that measures it now counts until it ends in order
 */
public record PendingSizes(List<Integer> batches, int begun) {

  private static final int LARGEST = 1 << 16;

  /** Copies the list; throws IllegalArgumentException if the parts do not belong together. */
  public PendingSizes {
    if (batches == null || batches.isEmpty()) {
      throw new IllegalArgumentException("the pending batch sizes are missing");
    }
    batches = List.copyOf(batches);
    for (int i = 1; i < batches.size(); i++) {
      if (batches.get(i) <= batches.get(i - 1)) {
        throw new IllegalArgumentException("pending batch sizes must ascend");
      }
    }
    if (batches.get(batches.size() - 1) > LARGEST) {
      throw new IllegalArgumentException("a pending batch size is beyond " + LARGEST);
    }
    if (begun < 0) {
      throw new IllegalArgumentException("begun is less than 0");
    }
  }

  /** The size that comes next. */
  public int first() {
    return batches.get(0);
  }

  /** The largest size. */
  public int last() {
    return batches.get(batches.size() - 1);
  }

  /** The same sizes, begun by that many processes. */
  public PendingSizes begunBy(int processes) {
    return new PendingSizes(batches, processes);
  }
}

package io.isthmus.calibrating;

import java.util.ArrayList;
import java.util.List;

/**
 * Pictures in two parts: quantisers are made of the one, and what they change is counted on the
 * other, which they have not seen.
 *
 * @param groups one picture of each group makes quantisers: the first one that can be decoded
 */
record Partition(List<List<Picture>> groups) {

  /** At most a quarter of the pictures makes quantisers. */
  private static final int FEWEST_IN_GROUP = 4;

  private static final int MOST_GROUPS = 64;

  /** Groups of neighbours, so that folders of classes are all represented. */
  static Partition of(List<Picture> pictures) {
    int size = Math.max(FEWEST_IN_GROUP, (pictures.size() + MOST_GROUPS - 1) / MOST_GROUPS);
    List<List<Picture>> groups = new ArrayList<>();
    for (int first = 0; first < pictures.size(); first += size) {
      if (first == 0 || pictures.size() - first >= FEWEST_IN_GROUP) {
        groups.add(pictures.subList(first, Math.min(pictures.size(), first + size)));
      }
    }
    return new Partition(groups);
  }
}

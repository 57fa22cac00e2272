package io.isthmus.cli.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts what is done in any order into the order in which it was begun.
 *
 * @param <T> what is put in order
 */
final class InOrder<T> {

  private final Map<Long, T> early = new HashMap<>();
  private long next;

  /**
   * One is done.
   *
   * @param index its place, counted from 0 without gaps
   * @return those that can follow now, in their order
   */
  List<T> done(long index, T what) {
    if (index < next || early.putIfAbsent(index, what) != null) {
      throw new IllegalArgumentException("%d is done already".formatted(index));
    }
    List<T> ready = new ArrayList<>();
    for (T following = early.remove(next); following != null; following = early.remove(next)) {
      ready.add(following);
      next++;
    }
    return ready;
  }
}

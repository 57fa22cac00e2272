package io.isthmus.decision;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * An immutable list over an array that is handed over to it: {@link List#of} would copy the array,
 * and a decision is to allocate nothing but itself.
 */
final class Candidates extends AbstractList<Candidate> implements RandomAccess {

  private final Candidate[] all;

  /** A list of these; the array must not be changed afterwards. */
  Candidates(Candidate... all) {
    this.all = all;
  }

  /** The list itself if it cannot change, or a copy. */
  static Candidates copyOf(List<Candidate> list) {
    return list instanceof Candidates unchanging
        ? unchanging
        : new Candidates(list.toArray(Candidate[]::new));
  }

  @Override
  public Candidate get(int index) {
    return all[index];
  }

  @Override
  public int size() {
    return all.length;
  }
}

package io.isthmus.lab.testbed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The order in which policies take their turns. What the one before has left behind counts: while
 * the device computes alone the edge cools down, and the next tail takes some per cent longer.
 */
final class Turns {

  private Turns() {}

  /**
   * The order in a round of a cell: the same in every run, and unlike that of another cell.
   *
   * @param round from 1 on
   */
  static List<Policy> order(List<Policy> policies, Cell cell, int round) {
    List<Policy> drawn = new ArrayList<>(policies);
    int cellsOwn = Objects.hash(cell.rate().toString(), cell.input().toString(), cell.batch());
    // mixed, since Random begins alike for seeds that are close together
    Collections.shuffle(drawn, new Random(new SplittableRandom(cellsOwn).nextLong()));
    return balanced(drawn, round);
  }

  /**
   * A row of a balanced design: in as many rounds as there are items, or twice as many where that
   * is odd, each has had every place, and has followed every other, equally often (E. J. Williams,
   * "Experimental designs balanced for the estimation of residual effects of treatments", 1949).
   */
  static <T> List<T> balanced(List<T> items, int round) {
    int count = items.size();
    int shift = (round - 1) / 2;
    List<T> order = new ArrayList<>(count);
    for (int place = 0; place < count; place++) { // 0, 1, -1, 2, -2 …
      int zigzag = place % 2 == 0 ? -place / 2 : (place + 1) / 2;
      order.add(items.get(Math.floorMod(zigzag + shift, count)));
    }
    if (round % 2 == 0) {
      Collections.reverse(order);
    }
    return order;
  }
}

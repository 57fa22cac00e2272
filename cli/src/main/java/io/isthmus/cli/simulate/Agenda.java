package io.isthmus.cli.simulate;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What will happen on the simulation's clock, in the order of time; ties in that of adding. */
final class Agenda {

  private final PriorityQueue<Step> steps =
      new PriorityQueue<>(Comparator.comparingDouble(Step::ms).thenComparingInt(Step::number));
  private int number;

  private record Step(double ms, int number, Runnable action) {}

  /** Adds something that will happen at a time in milliseconds. */
  void at(double ms, Runnable action) {
    steps.add(new Step(ms, number++, action));
  }

  /** When the next thing happens, in milliseconds; infinity where nothing will. */
  double nextMs() {
    Step next = steps.peek();
    return next == null ? Double.POSITIVE_INFINITY : next.ms();
  }

  /** Lets the next thing happen; there must be one. */
  void runNext() {
    steps.remove().action().run();
  }
}

package io.isthmus.lab.bench;

import io.isthmus.cli.harness.InputKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is asked at one turn, and what else the edge has to do then.
 *
 * @param load what else the edge has to do
 * @param batch images in the request
 * @param input what the request brings
 */
record Turn(Load load, int batch, InputKind input) {

  /** Sizes that are drawn from. */
  static final List<Integer> BATCHES = List.of(1, 2, 4, 8, 16);

  private static final List<Load> LOADS =
      List.of(Load.NONE, Load.NEIGHBOUR, Load.NONE, Load.PROGRAM);

  private static final int SHORTEST = 16;
  private static final int LONGEST = 24;

  /**
   * Batch and input are drawn for each turn, the length of a phase of load for each phase.
   *
   * @param turns how many
   */
  static List<Turn> draw(int turns, SplittableRandom random) {
    List<Turn> drawn = new ArrayList<>(turns);
    for (int phase = 0; drawn.size() < turns; phase++) {
      int length = random.nextInt(SHORTEST, LONGEST + 1);
      for (int i = 0; i < length && drawn.size() < turns; i++) {
        int batch = BATCHES.get(random.nextInt(BATCHES.size()));
        InputKind input = random.nextBoolean() ? InputKind.PHOTOS : InputKind.FRAMES;
        drawn.add(new Turn(LOADS.get(phase % LOADS.size()), batch, input));
      }
    }
    return drawn;
  }
}

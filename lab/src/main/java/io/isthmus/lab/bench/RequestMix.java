package io.isthmus.lab.bench;

import io.isthmus.cli.harness.InputKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The requests of a benchmark, drawn by chance, and what else the edge has to do meanwhile. */
final class RequestMix {

  /** Sizes that are drawn from. */
  static final List<Integer> BATCHES = List.of(1, 2, 4, 8, 16);

  private static final List<Load> LOADS =
      List.of(Load.NONE, Load.NEIGHBOUR, Load.NONE, Load.PROGRAM);

  private static final int SHORTEST = 16;
  private static final int LONGEST = 24;

  private RequestMix() {}

  /**
   * A request of the mix.
   *
   * @param load what else the edge has to do then
   * @param batch images in the request
   * @param input what the request brings
   */
  record Request(Load load, int batch, InputKind input) {}

  /**
   * Batch and input are drawn for each request, the length of a phase of load for each phase.
   *
   * @param requests how many
   */
  static List<Request> draw(int requests, SplittableRandom random) {
    List<Request> drawn = new ArrayList<>(requests);
    for (int phase = 0; drawn.size() < requests; phase++) {
      int length = random.nextInt(SHORTEST, LONGEST + 1);
      for (int i = 0; i < length && drawn.size() < requests; i++) {
        int batch = BATCHES.get(random.nextInt(BATCHES.size()));
        InputKind input = random.nextBoolean() ? InputKind.PHOTOS : InputKind.FRAMES;
        drawn.add(new Request(LOADS.get(phase % LOADS.size()), batch, input));
      }
    }
    return drawn;
  }
}

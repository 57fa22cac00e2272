package io.isthmus.lab.soak;

import io.isthmus.cli.harness.InputKind;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One request of the soak.
 *
 * @param kind photographs or frames
 * @param from the first image
 * @param batch how many
 * @param query what is asked for, such as {@code split=auto}
 */
record Question(InputKind kind, int from, int batch, String query) {

  /** Small batches come more often, as they do from cameras. */
  private static final List<Integer> BATCHES = List.of(1, 1, 1, 1, 2, 2, 3, 4, 8);

  /**
   * The n-th question, which is the same in every run.
   *
   * @param images how many different ones there are
   * @param cuts the cuts that may be asked for by number
   */
  static Question of(int n, int images, List<Integer> cuts) {
    SplittableRandom random = new SplittableRandom(n);
    InputKind kind = random.nextInt(2) == 0 ? InputKind.PHOTOS : InputKind.FRAMES;
    int batch = BATCHES.get(random.nextInt(BATCHES.size()));
    return new Question(kind, random.nextInt(images), batch, query(random, cuts));
  }

  /** Half of the requests leave the plan to the device. */
  private static String query(SplittableRandom random, List<Integer> cuts) {
    return switch (random.nextInt(6)) {
      case 0, 1, 2 -> "split=auto";
      case 3 -> "plan=single";
      default -> "split=" + cuts.get(random.nextInt(cuts.size()));
    };
  }
}

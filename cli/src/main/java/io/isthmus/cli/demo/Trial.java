package io.isthmus.cli.demo;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.harness.Inputs;
import io.isthmus.cli.service.Answer;
import io.isthmus.cli.service.DeviceClient;
import io.isthmus.cli.service.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures one situation: the same requests under every policy, in turns, so that whatever else the
 * machine does falls on all of them.
 */
final class Trial {

  private static final int REPEATS = 7;
  private static final int FEW_REPEATS = 3;
  private static final double SLOW_MS = 1500; // once is enough
  private static final double QUICK_MS = 100; // short ones are the noisy ones

  private final Cell cell;
  private final Inputs inputs;
  private final DeviceClient device;
  private final Policy auto = new Policy("auto");
  private final Policy local = new Policy("local");
  private final @Nullable Policy offload;

  private Trial(Cell cell, Inputs inputs, DeviceClient device) {
    this.cell = cell;
    this.inputs = inputs;
    this.device = device;
    this.offload = cell.rawInputMayLeave() ? new Policy("offload") : null;
  }

  /** A way to choose the cut, and the answers under it. */
  private record Policy(String split, List<Answer> answers) {

    Policy(String split) {
      this(split, new ArrayList<>());
    }

    /** Whether it has been measured often enough, for how long it takes. */
    boolean isDone() {
      if (answers.isEmpty()) {
        return false;
      }
      double ms = answers.get(0).measuredMs().total();
      return answers.size() >= (ms > SLOW_MS ? 1 : ms > QUICK_MS ? FEW_REPEATS : REPEATS);
    }

    /** The answer of median time. */
    Answer typical() {
      return answers.stream()
          .sorted(Comparator.comparingDouble(answer -> answer.measuredMs().total()))
          .toList()
          .get(answers.size() / 2);
    }

    double medianMs() {
      return typical().measuredMs().total();
    }
  }

  /**
   * Measures a situation.
   *
   * @throws FailedException if a request fails, or the policies do not give the same classes
   */
  static Row run(Cell cell, Inputs inputs, DeviceClient device)
      throws IOException, InterruptedException, FailedException {
    return new Trial(cell, inputs, device).run();
  }

  private Row run() throws IOException, InterruptedException, FailedException {
    device.infer(payload(0), auto.split()); // warm-up, not counted
    for (int turn = 0; turn < REPEATS; turn++) {
      List<Integer> classes = null;
      for (Policy policy : policies()) {
        if (!policy.isDone()) {
          Answer answer = device.infer(payload(turn), policy.split());
          policy.answers().add(answer);
          requireSame(classes, answer, policy);
          classes = answer.topClasses();
        }
      }
    }
    int degraded =
        (int)
            policies().stream().flatMap(p -> p.answers().stream()).filter(Answer::degraded).count();
    return Row.of(
        cell,
        auto.typical(),
        local.medianMs(),
        offload == null ? null : offload.medianMs(),
        degraded);
  }

  private List<Policy> policies() {
    return offload == null ? List.of(auto, local) : List.of(auto, local, offload);
  }

  private Payload payload(int turn) {
    return inputs.payload(cell.input(), cell.batch(), turn);
  }

  private void requireSame(@Nullable List<Integer> classes, Answer answer, Policy policy)
      throws FailedException {
    if (classes != null && !classes.equals(answer.topClasses())) {
      throw new FailedException(
          "%s gave the classes %s for %s, another policy %s for the same input"
              .formatted(policy.split(), answer.topClasses(), cell, classes));
    }
  }
}

package io.isthmus.cli.demo;

import io.isthmus.calibration.Accuracy;
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
  private final Policy auto;
  private final Policy local = new Policy("local", Accuracy.EXACT);
  private final @Nullable Policy offload;
  private int changed;
  private int compared;

  private Trial(Cell cell, Inputs inputs, DeviceClient device, Accuracy accuracy) {
    this.cell = cell;
    this.inputs = inputs;
    this.device = device;
    this.auto = new Policy("auto", accuracy);
    this.offload = cell.rawInputMayLeave() ? new Policy("offload", Accuracy.EXACT) : null;
  }

  /** A way to choose the cut, and the answers under it. */
  private record Policy(String split, Accuracy accuracy, List<Answer> answers) {

    Policy(String split, Accuracy accuracy) {
      this(split, accuracy, new ArrayList<>());
    }

    Answer ask(DeviceClient device, Payload payload) throws InterruptedException, FailedException {
      return device.infer(payload, split, accuracy);
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
   * @param accuracy of what is left to choose; local and offload are exact
   * @throws FailedException if a request fails, or exact answers differ
   */
  static Row run(Cell cell, Inputs inputs, DeviceClient device, Accuracy accuracy)
      throws IOException, InterruptedException, FailedException {
    return new Trial(cell, inputs, device, accuracy).run();
  }

  private Row run() throws IOException, InterruptedException, FailedException {
    auto.ask(device, payload(0)); // warm-up, not counted
    for (int turn = 0; turn < REPEATS; turn++) {
      List<Integer> classes = null;
      for (Policy policy : policies()) { // what is left to choose comes last
        if (!policy.isDone()) {
          Answer answer = policy.ask(device, payload(turn));
          policy.answers().add(answer);
          compare(classes, answer, policy);
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
        new Row.Agreement(compared, changed, degraded));
  }

  private List<Policy> policies() {
    return offload == null ? List.of(local, auto) : List.of(local, offload, auto);
  }

  private Payload payload(int turn) {
    return inputs.payload(cell.input(), cell.batch(), turn);
  }

  /** Exact answers are the same; others may differ, and that is counted. */
  private void compare(@Nullable List<Integer> classes, Answer answer, Policy policy)
      throws FailedException {
    if (classes == null) {
      return;
    }
    int differ = 0;
    for (int i = 0; i < classes.size(); i++) {
      differ += classes.get(i).equals(answer.topClasses().get(i)) ? 0 : 1;
    }
    if (policy.split().equals(auto.split())) {
      compared += classes.size();
      changed += differ;
    }
    if (differ > 0 && policy.accuracy().equals(Accuracy.EXACT)) {
      throw new FailedException(
          "%s gave the classes %s for %s, another policy %s for the same input"
              .formatted(policy.split(), answer.topClasses(), cell, classes));
    }
  }
}

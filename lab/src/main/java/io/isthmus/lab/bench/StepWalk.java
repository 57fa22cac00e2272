package io.isthmus.lab.bench;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.harness.EstimatorWarmup;
import io.isthmus.cli.harness.InputKind;
import io.isthmus.cli.harness.TestHarness;
import io.isthmus.cli.service.Answer;
import io.isthmus.cli.service.Payload;
import io.isthmus.units.DataRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** One kind of request while the link steps up and down. */
final class StepWalk {

  /** Crossings of the link that teach a device its conditions. */
  private static final int CROSSINGS = 3;

  private final TestHarness pair;
  private final EstimatorWarmup warmup;
  private final InputKind input;
  private final int batch;
  private final double pauseMs;
  private final SplittableRandom random;

  /**
   * Prepares a walk.
   *
   * @param pauseMs between an answer and the next request
   */
  StepWalk(TestHarness pair, InputKind input, int batch, double pauseMs, SplittableRandom random) {
    this.pair = pair;
    this.warmup = pair.estimatorWarmup();
    this.input = input;
    this.batch = batch;
    this.pauseMs = pauseMs;
    this.random = random;
  }

  /** Lets the device get used to a rate. */
  void begin(DataRate rate) throws InterruptedException, FailedException {
    pair.link().setRate(rate);
    settle();
  }

  /** Steps from a rate that the device is used to. */
  Step step(DataRate from, DataRate to) throws InterruptedException, FailedException {
    double before = random.nextDouble() * pauseMs; // the step falls anywhere between two requests
    Thread.sleep((long) before);
    pair.link().setRate(to);
    Thread.sleep((long) (pauseMs - before));
    List<Answer.Decision> choices = new ArrayList<>();
    for (int i = 0; i < Step.LOOKED_AT; i++) {
      choices.add(post(i));
      Thread.sleep((long) pauseMs);
    }
    return new Step(
        from.toString(),
        to.toString(),
        input.name().toLowerCase(Locale.ROOT),
        batch,
        choices,
        settle());
  }

  private Settled settle() throws InterruptedException, FailedException {
    for (int i = 0; i < CROSSINGS; i++) {
      warmup.cross(pair.client());
    }
    Thread.sleep((long) pauseMs);
    return Settled.of(post(0));
  }

  private Answer.Decision post(int first) throws InterruptedException, FailedException {
    Payload payload = pair.inputs().payload(input, batch, first);
    return pair.client().infer(payload, "auto").decision();
  }
}

package io.isthmus.lab.bench;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.harness.InputKind;
import io.isthmus.cli.harness.TestHarness;
import io.isthmus.units.DataRate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench steps}: how soon the cut follows a link that changes at once. */
@Command(
    name = "steps",
    description = {
      "How many requests after a step of the link the device takes the right cut.",
      "The link steps from 40 to 4 MB/s and back, and from 10 to 1 and back, at a moment between"
          + " two requests. Of the first four requests after it the cut is printed, and the cut that"
          + " the device settles on: its choice after activations have been sent over the link on"
          + " purpose. A cut counts as settled, too, whose predicted time is within 5 %% of the best"
          + " one's then; others are marked with !. Photographs and raw frames; device and edge"
          + " compute on one thread each, the device without AVX."
    },
    footer = "  ./isthmus bench steps --batches 1,4 --rounds 3")
final class StepsBench implements Callable<Integer> {

  private static final DataRate WARM_UP_RATE = DataRate.parse("64MB/s");
  private static final List<List<DataRate>> WALKS =
      List.of(
          List.of(DataRate.parse("40MB/s"), DataRate.parse("4MB/s")),
          List.of(DataRate.parse("10MB/s"), DataRate.parse("1MB/s")));

  @Mixin private PackageOption modelPackage = new PackageOption();

  @Option(names = "--rounds", description = "Times down and up again (default 2).")
  private int rounds = 2;

  @Option(
      names = "--batches",
      split = ",",
      paramLabel = "B",
      description = "Batch sizes; 1,4,16 by default.")
  private List<Integer> batches = List.of(1, 4, 16);

  @Option(
      names = "--pause",
      paramLabel = "SECONDS",
      description = "Between an answer and the next request (default 1.5).")
  private double pause = 1.5;

  @Option(names = "--seed", description = "Of the moments of the steps (default 1).")
  private long seed = 1;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    check();
    try (TestHarness pair = modelPackage.linkedPair(WARM_UP_RATE)) {
      pair.estimatorWarmup().warmUp(pair.client(), true);
      StepsResult result = StepsResult.of(walkAll(pair));
      output.print(result, result::text);
    }
    return 0;
  }

  private void check() throws UsageException {
    if (rounds < 1) {
      throw new UsageException("--rounds must be at least 1");
    }
    if (!(pause >= 0 && pause <= 60)) {
      throw new UsageException("--pause must be 0 to 60 seconds");
    }
    if (batches.stream().anyMatch(batch -> batch < 1 || batch > 64)) {
      throw new UsageException("--batches must lie within 1 to 64, not " + batches);
    }
  }

  private List<Step> walkAll(TestHarness pair) throws InterruptedException, FailedException {
    SplittableRandom random = new SplittableRandom(seed);
    List<Step> steps = new ArrayList<>();
    int count = WALKS.size() * InputKind.values().length * batches.size() * 2 * rounds;
    try (ProgressBar bar = Progress.start("steps", count)) {
      for (List<DataRate> rates : WALKS) {
        for (InputKind input : InputKind.values()) {
          for (int batch : batches) {
            StepWalk walk = new StepWalk(pair, input, batch, pause * 1000, random);
            steps.addAll(walk(walk, rates, bar));
          }
        }
      }
    }
    return steps;
  }

  /** Down and up, as often as asked for. */
  private List<Step> walk(StepWalk walk, List<DataRate> rates, ProgressBar bar)
      throws InterruptedException, FailedException {
    List<Step> steps = new ArrayList<>();
    walk.begin(rates.get(0));
    for (int i = 0; i < 2 * rounds; i++) {
      steps.add(walk.step(rates.get(i % 2), rates.get((i + 1) % 2)));
      bar.step();
    }
    return steps;
  }
}

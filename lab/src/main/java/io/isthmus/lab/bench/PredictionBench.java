package io.isthmus.lab.bench;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.harness.InputKind;
import io.isthmus.cli.harness.TestHarness;
import io.isthmus.cli.service.Answer;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Conditions;
import io.isthmus.cli.trace.Trace;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench prediction}: predicted against measured time while everything changes. */
@Command(
    name = "prediction",
    description = {
      "How far the predicted time of a request is from the measured one while link, load of the"
          + " edge and batch change.",
      "One request is posted after another, the cut left to choose. The link walks between 1 and 64"
          + " MB/s: every 12 to 20 requests it becomes faster or slower by a factor of 2. Every 16"
          + " to 24 requests the load of the edge changes: nothing, another device that posts single"
          + " images past the link, nothing, another program that takes half of its core. Batches of"
          + " 1 to 16, photographs and raw frames are drawn anew for each request. Device and edge"
          + " have a core and a thread each, the device computes without AVX. Both are warmed up"
          + " before; the first requests do not count, those that the device had to finish for a"
          + " failed edge neither."
    },
    footer = "  ./isthmus bench prediction --requests 200 --out prediction.csv")
final class PredictionBench implements Callable<Integer> {

  private static final int SKIPPED = 10;
  private static final int WARM_UP = 4;

  @Mixin private PackageOption modelPackage = new PackageOption();

  @Option(names = "--requests", description = "Requests; the first 10 do not count (default 320).")
  private int requests = 320;

  @Option(names = "--seed", description = "Of all that is drawn (default 1).")
  private long seed = 1;

  @Option(
      names = "--pause",
      paramLabel = "SECONDS",
      description = "Between an answer and the next request (default 0.2).")
  private double pause = 0.2;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Every request as CSV; .isthmus/bench/prediction.csv by default.")
  private Path out = Checkout.find().workFolder("bench").resolve("prediction.csv");

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "A recorded link instead of the walk, in real time: CSV, seconds,megabits_per_second.")
  private @Nullable Path trace;

  @Option(names = "--scale", description = "Multiplies the rates of the trace (default 1).")
  private double scale = 1;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    check();
    SplittableRandom random = new SplittableRandom(seed);
    List<DataRate> walk = RateWalk.of(requests, random.split());
    List<RequestMix.Request> mix = RequestMix.draw(requests, random.split());
    Trace recorded = trace == null ? null : Trace.read(trace).scaled(scale);
    try (TestHarness pair = modelPackage.linkedPair(walk.get(0));
        Neighbour neighbour = new Neighbour(pair.edge().uri(), pair.network());
        OtherProgram program = new OtherProgram();
        LinkScript link =
            recorded == null
                ? new WalkedLink(pair.link(), walk)
                : new TracedLink(pair.link(), recorded)) {
      PredictionResult result =
          PredictionResult.of(observe(pair, neighbour, program, link, mix), SKIPPED);
      output.print(result, result::text);
      System.err.println("every request: " + out);
    }
    return 0;
  }

  private void check() throws UsageException {
    if (requests <= SKIPPED) {
      throw new UsageException("--requests must be more than the %d first".formatted(SKIPPED));
    }
    if (!(pause >= 0 && pause <= 60)) {
      throw new UsageException("--pause must be 0 to 60 seconds");
    }
    if (!(scale > 0 && scale < 1e6)) {
      throw new UsageException("--scale must be positive");
    }
    if (Files.isDirectory(out)) {
      throw new UsageException(out + " is a folder; --out names a file");
    }
  }

  /** Lets both virtual machines compile what they will run; and the allocators grow. */
  private static void warmUp(TestHarness pair) throws InterruptedException, FailedException {
    System.err.println("warming up …");
    for (int round = 0; round < WARM_UP; round++) {
      for (int batch : RequestMix.BATCHES) {
        for (InputKind input : InputKind.values()) {
          for (String split : List.of("local", "offload")) {
            pair.client().infer(pair.inputs().payload(input, batch, round), split);
          }
        }
      }
    }
  }

  private List<Observation> observe(
      TestHarness pair,
      Neighbour neighbour,
      OtherProgram program,
      LinkScript link,
      List<RequestMix.Request> mix)
      throws IOException, InterruptedException, FailedException {
    warmUp(pair);
    List<Observation> observations = new ArrayList<>();
    long start = System.nanoTime();
    try (ObservationCsv csv = new ObservationCsv(out);
        ProgressBar bar = Progress.start("prediction", mix.size())) {
      Observation last = null;
      for (int i = 0; i < mix.size(); i++) {
        RequestMix.Request asked = mix.get(i);
        DataRate rate = link.before(i);
        neighbour.work(asked.load() == Load.NEIGHBOUR);
        program.run(asked.load() == Load.PROGRAM);
        Thread.sleep((long) (pause * 1000));
        double seconds = (System.nanoTime() - start) / 1e9;
        boolean changed = Observation.changed(last, rate, asked);
        Conditions believed = pair.client().conditions();
        Answer answer =
            pair.client().infer(pair.inputs().payload(asked.input(), asked.batch(), i), "auto");
        last = new Observation(i + 1, seconds, rate, asked, changed, believed, answer);
        csv.add(last);
        observations.add(last);
        bar.step();
      }
    }
    return observations;
  }
}

package io.isthmus.lab.bench;

import io.isthmus.cli.Claim;
import io.isthmus.cli.FailedException;
import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.Table;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.harness.TestHarness;
import io.isthmus.cli.service.DeviceClient;
import io.isthmus.cli.service.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench memory}: resident memory of both services under many requests at all cuts. */
@Command(
    name = "memory",
    description = "Resident memory of both services after many requests at all cuts.",
    footer = "  ./isthmus bench memory --requests 200")
final class MemoryBench implements Callable<Integer> {

  private static final double LIMIT_MB = 700;
  private static final double LIMIT_GROWTH_PERCENT = 5;
  private static final int BATCH = 16;
  private static final int SAMPLES = 5;

  @Mixin private PackageOption modelPackage = new PackageOption();

  @Option(names = "--requests", description = "Requests of batch 16 (default 500).")
  private int requests = 500;

  @Mixin private Output output = new Output();

  /** The JSON form; MB are 10^6 bytes. */
  record Result(
      int batch,
      List<Sample> samples,
      double edgePeakMb,
      double devicePeakMb,
      List<Claim> claims) {}

  /** Resident memory after that many requests. */
  record Sample(int requests, double edgeMb, double deviceMb) {}

  @Override
  public Integer call() throws Exception {
    if (requests < SAMPLES) {
      throw new UsageException("--requests must be at least " + SAMPLES);
    }
    try (TestHarness pair = modelPackage.pair();
        ProgressBar bar = Progress.start("memory", requests)) {
      List<Sample> samples = load(pair, bar);
      Result result = summary(pair, samples);
      output.print(result, () -> text(result));
    }
    return 0;
  }

  private List<Sample> load(TestHarness pair, ProgressBar bar)
      throws IOException, InterruptedException, FailedException {
    List<String> cuts = new ArrayList<>(List.of("local", "offload"));
    pair.cuts().forEach(cut -> cuts.add(Integer.toString(cut)));
    DeviceClient client = pair.client();
    Payload frames = pair.inputs().frames(BATCH, 0);
    List<Sample> samples = new ArrayList<>();
    int step = requests / SAMPLES;
    for (int i = 1; i <= requests; i++) {
      client.infer(frames, cuts.get(i % step % cuts.size())); // each sample follows the same cut
      bar.step();
      if (i % step == 0) {
        samples.add(
            new Sample(
                i,
                ServiceMemory.megabytes(pair.edge(), "VmRSS"),
                ServiceMemory.megabytes(pair.device(), "VmRSS")));
      }
    }
    return samples;
  }

  private static Result summary(TestHarness pair, List<Sample> samples)
      throws IOException, FailedException {
    double edgePeak = ServiceMemory.megabytes(pair.edge(), "VmHWM");
    double devicePeak = ServiceMemory.megabytes(pair.device(), "VmHWM");
    Sample first = samples.get(0);
    Sample last = samples.get(samples.size() - 1);
    double growth = Math.max(last.edgeMb() / first.edgeMb(), last.deviceMb() / first.deviceMb());
    return new Result(
        BATCH,
        samples,
        edgePeak,
        devicePeak,
        List.of(
            Claim.atMost(
                "a service after the last request",
                LIMIT_MB,
                Math.max(last.edgeMb(), last.deviceMb()),
                "MB"),
            Claim.atMost(
                "growth from the first sample to the last",
                LIMIT_GROWTH_PERCENT,
                100 * (growth - 1),
                "%")));
  }

  private static String text(Result result) {
    Table table = Table.of("requests", "edge MB", "device MB");
    for (Sample sample : result.samples()) {
      table.row(
          Integer.toString(sample.requests()), number(sample.edgeMb()), number(sample.deviceMb()));
    }
    table.row("peak", number(result.edgePeakMb()), number(result.devicePeakMb()));
    return "resident memory, batch %d, all cuts in turn%n%s%n%s"
        .formatted(result.batch(), table, Claim.lines(result.claims()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}

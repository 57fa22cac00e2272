package io.isthmus.lab.bench;

import io.isthmus.cli.Claim;
import io.isthmus.cli.FailedException;
import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.Statistics;
import io.isthmus.cli.Table;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.harness.TestHarness;
import io.isthmus.cli.service.Answer;
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

/** {@code bench overhead}: the time of a request that is neither computing nor transfer. */
@Command(
    name = "overhead",
    description = "What the services add to decoding, head, transfer, queue and tail.",
    footer = "  ./isthmus bench overhead --requests 50")
final class OverheadBench implements Callable<Integer> {

  private static final double LIMIT_MS = 5;
  private static final double LIMIT_PERCENT = 3;
  private static final int WARM_UP = 20;

  @Mixin private PackageOption modelPackage = new PackageOption();

  @Option(names = "--requests", description = "Requests of each batch size (default 200).")
  private int requests = 200;

  @Mixin private Output output = new Output();

  /** The JSON form. */
  record Result(int split, int requests, List<Overhead> batches, List<Claim> claims) {}

  /**
   * One batch size; milliseconds.
   *
   * @param totalMs median of the device's own total
   * @param addedMs median of what no part of it accounts for
   * @param addedP95Ms the same at the 95th percentile
   * @param clientMs median time at the client, which the upload and the answer belong to
   */
  record Overhead(int batch, double totalMs, double addedMs, double addedP95Ms, double clientMs) {}

  @Override
  public Integer call() throws Exception {
    if (requests < 1) {
      throw new UsageException("--requests must be at least 1");
    }
    try (TestHarness pair = modelPackage.pair();
        ProgressBar bar = Progress.start("overhead", 2 * requests)) {
      int middle = pair.cuts().get(pair.cuts().size() / 2);
      Overhead one = measure(pair, middle, 1, bar);
      Overhead sixteen = measure(pair, middle, 16, bar);
      double percent = 100 * sixteen.addedMs() / sixteen.totalMs();
      List<Claim> claims =
          List.of(
              Claim.atMost("the services add, at batch 1", LIMIT_MS, one.addedMs(), "ms"),
              Claim.atMost("the services add, at batch 16", LIMIT_PERCENT, percent, "%"));
      Result result = new Result(middle, requests, List.of(one, sixteen), claims);
      output.print(result, () -> text(result));
    }
    return 0;
  }

  private Overhead measure(TestHarness pair, int split, int batch, ProgressBar bar)
      throws IOException, InterruptedException, FailedException {
    DeviceClient client = pair.client();
    Payload frames = pair.inputs().frames(batch, 0);
    String cut = Integer.toString(split);
    for (int i = 0; i < WARM_UP; i++) {
      client.infer(frames, cut);
    }
    List<Double> totals = new ArrayList<>();
    List<Double> added = new ArrayList<>();
    List<Double> seen = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      long start = System.nanoTime();
      Answer answer = client.infer(frames, cut);
      seen.add((System.nanoTime() - start) / 1e6);
      if (answer.degraded()) {
        throw new FailedException("the edge failed while it was measured");
      }
      totals.add(answer.measuredMs().total());
      added.add(answer.measuredMs().unaccounted());
      bar.step();
    }
    return new Overhead(
        batch,
        Statistics.median(totals),
        Statistics.median(added),
        Statistics.quantile(added, 0.95),
        Statistics.median(seen));
  }

  private static String text(Result result) {
    Table table = Table.of("batch", "total ms", "added ms", "added p95 ms", "at the client ms");
    for (Overhead o : result.batches()) {
      table.row(
          Integer.toString(o.batch()),
          number(o.totalMs()),
          number(o.addedMs()),
          number(o.addedP95Ms()),
          number(o.clientMs()));
    }
    return "cut %d, raw frames, medians of %d requests%n%s%n%s"
        .formatted(result.split(), result.requests(), table, Claim.lines(result.claims()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}

package io.isthmus.lab.overload;

import io.isthmus.cli.Claim;
import io.isthmus.cli.Csv;
import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.Table;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.service.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench overload}: up to three times as many requests as can be served. */
@Command(
    name = "overload",
    description =
        "Goodput, times and refusals of both services at up to three times their capacity.",
    footer = {"  ./isthmus bench overload --quick --out /tmp/overload"})
public final class OverloadBench implements Callable<Integer> {

  private static final List<Double> LOADS = List.of(0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0);
  private static final List<Double> QUICK_LOADS = List.of(0.5, 0.75, 1.0, 2.0);
  private static final List<Double> OTHERS = List.of(0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0);

  /** Turns of every load; a machine's speed changes within minutes. */
  private static final int ROUNDS = 4;

  /** A device's own, beside the load of others. */
  private static final double WATCHED_PER_SECOND = 3;

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description = "Model package; models/efficientnet_b0.zip by default.")
  private Path modelPackage = Checkout.find().defaultPackage();

  @Option(names = "--quick", description = "Fewer loads, for less time: about a minute.")
  private boolean quick;

  @Option(
      names = "--admission",
      paramLabel = "KIND",
      description = "Of both services: adaptive (default), gradient or fixed.")
  private Kind admission = Kind.ADAPTIVE;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for tables (CSV) and picture (PNG); docs/overload by default.")
  private Path out = Checkout.find().root().resolve("docs/overload");

  @Mixin private Output output = new Output();

  /** How a service limits who may be inside. */
  enum Kind {
    ADAPTIVE,
    GRADIENT,
    FIXED;

    String lower() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The JSON form. */
  record Result(
      double edgeCapacityPerS,
      double deviceCapacityPerS,
      List<LoadRow> loads,
      List<BusyEdgeRow> busyEdge,
      Verdict edge,
      Verdict device) {

    List<Claim> claims() {
      return Stream.of(edge, device).flatMap(verdict -> verdict.claims().stream()).toList();
    }
  }

  @Override
  public Integer call() throws Exception {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new UsageException("--out must be a folder, not " + out);
    }
    List<Double> loads = quick ? QUICK_LOADS : LOADS;
    List<Double> others = quick ? List.of(0.0, 1.0) : OTHERS;
    int rounds = quick ? 1 : ROUNDS;
    Duration turn = Duration.ofSeconds(6);
    Duration alone = quick ? turn : turn.multipliedBy(2); // of what has no further turns
    try (OverloadHarness harness = new OverloadHarness(modelPackage, admission.lower());
        ProgressBar bar =
            Progress.start("overload", 2 + 2 * loads.size() * rounds + others.size())) {
      double edgePerSecond = harness.capacity(harness.edge(), alone);
      bar.step();
      double devicePerSecond = harness.capacity(harness.device(), alone);
      bar.step();
      Sweep edge = new Sweep(harness, harness.edge(), edgePerSecond, loads);
      Sweep device = new Sweep(harness, harness.device(), devicePerSecond, loads);
      for (int round = 0; round < rounds; round++) {
        edge.round(turn, bar);
        device.round(turn, bar);
      }
      List<BusyEdgeRow> busy = new ArrayList<>();
      for (double load : others) {
        busy.add(harness.busyEdge(load, edgePerSecond, WATCHED_PER_SECOND, alone));
        bar.step();
      }
      Result result =
          new Result(
              edgePerSecond,
              devicePerSecond,
              Stream.concat(edge.rows().stream(), device.rows().stream()).toList(),
              busy,
              Verdict.of(harness.edge().name(), edge.rows()),
              Verdict.of(harness.device().name(), device.rows()));
      write(harness.network(), result);
      output.print(result, () -> text(result));
    }
    return 0;
  }

  private void write(String network, Result result) throws IOException {
    Csv.write(out.resolve("loads.csv"), LoadRow.class, result.loads());
    Csv.write(out.resolve("busy-edge.csv"), BusyEdgeRow.class, result.busyEdge());
    String title = "%s: overload, %s admission".formatted(network, admission.lower());
    OverloadFigure.draw(title, result.loads()).writePng(out.resolve("overload.png"));
  }

  private String text(Result result) {
    Table loads =
        Table.of(
            "target",
            "load",
            "offered/s",
            "goodput/s",
            "p50 ms",
            "p99 ms",
            "refused %",
            "failed %",
            "refused in ms",
            "retry-after s",
            "accepted again %",
            "queue told ms",
            "mean cut",
            "limit");
    for (LoadRow row : result.loads()) {
      loads.row(
          row.target(),
          number(row.load(), 2),
          number(row.rates().offeredPerS(), 1),
          number(row.rates().goodputPerS(), 1),
          number(row.times().p50Ms(), 1),
          number(row.times().p99Ms(), 1),
          number(row.failures().refusedPercent(), 1),
          number(row.failures().failedPercent(), 1),
          number(row.failures().refusedAfterMs(), 1),
          number(row.failures().retryAfterS(), 1),
          number(row.failures().acceptedAgainPercent(), 0),
          number(row.reportedQueueMs(), 1),
          number(row.meanCut(), 1),
          Integer.toString(row.limit()));
    }
    Table busy =
        Table.of(
            "load of others",
            "queue told ms",
            "refused %",
            "device's mean cut",
            "in vain %",
            "p50 ms");
    for (BusyEdgeRow row : result.busyEdge()) {
      busy.row(
          number(row.load(), 2),
          number(row.reportedQueueMs(), 1),
          number(row.refusedPercent(), 1),
          number(row.meanCut(), 1),
          number(row.degradedPercent(), 1),
          number(row.p50Ms(), 1));
    }
    return """
        %s admission; capacity in a closed loop: edge %.1f/s, device with edge %.1f/s
        %s

        a device beside others that load its edge
        %s

        knee: edge %.2f, device %.2f
        %s"""
        .formatted(
            admission.lower(),
            result.edgeCapacityPerS(),
            result.deviceCapacityPerS(),
            loads,
            busy,
            result.edge().kneeLoad(),
            result.device().kneeLoad(),
            Claim.lines(result.claims()));
  }

  private static String number(double value, int digits) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}

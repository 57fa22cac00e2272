package io.isthmus.cli.scenario;

import io.isthmus.cli.Output;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.predict.Batches;
import io.isthmus.cli.predict.BatchesOption;
import io.isthmus.cli.predict.Comparison;
import io.isthmus.cli.predict.Machines;
import io.isthmus.cli.predict.Predictor;
import io.isthmus.cli.predict.PredictorOptions;
import io.isthmus.cli.trace.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scenario}: what choosing gains on a link whose rate changes. */
@Command(
    name = "scenario",
    description = {
      "What choosing the cut anew gains over fixed ones (Eq. 7) on a measured link: in every second"
          + " of the trace, one request of each batch size."
    },
    footer = {
      "  ./isthmus scenario profiles/efficientnet_b4/manifest.json --slowdown 6 \\",
      "      --device profiles/efficientnet_b4/cpu-1-thread.json \\",
      "      --edge profiles/efficientnet_b4/cpu-1-thread.json \\",
      "      --trace traces/puffer-0.6mbps-06.csv --scale 10"
    })
public final class ScenarioCommand implements Callable<Integer> {

  @Mixin private PredictorOptions options = new PredictorOptions();

  @Option(
      names = "--trace",
      required = true,
      paramLabel = "FILE",
      description = "CSV of seconds,megabits_per_second; see traces/.")
  private Path file = Path.of("");

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      description = "Multiplies every rate of the trace; 1 by default.")
  private double scale = 1;

  @Mixin private BatchesOption batches = new BatchesOption();

  @Option(
      names = "--against",
      paramLabel = "CUT",
      description = "A further fixed cut: a number or a unit.")
  private @Nullable String against;

  @Mixin private Output output = new Output();

  /**
   * The JSON form.
   *
   * @param terms what was counted
   * @param meanRate of the trace, scaled, over time
   * @param seconds how long the trace is
   */
  record Report(
      String name,
      String terms,
      String trace,
      double scale,
      String meanRate,
      double seconds,
      String batches,
      Comparison comparison) {}

  @Override
  public Integer call() throws Exception {
    if (!(scale > 0 && Double.isFinite(scale))) {
      throw new UsageException("--scale must be positive, not " + scale);
    }
    Machines machines = options.machines();
    Predictor predictor = new Predictor(machines, options.terms(machines));
    Report report = compare(predictor, batches.powers(machines.largestBatch()));
    output.print(report, () -> text(report));
    return 0;
  }

  private Report compare(Predictor predictor, Batches sizes) throws IOException, UsageException {
    List<Integer> further = against == null ? List.of() : List.of(predictor.cut(against));
    Trace trace = Trace.read(file).scaled(scale);
    return new Report(
        predictor.network().name(),
        options.describe(),
        trace.name(),
        scale,
        trace.mean().toString(),
        trace.seconds(),
        sizes.toString(),
        Comparison.of(predictor, Scenario.states(trace, sizes), further));
  }

  private static String text(Report report) {
    return "%s: %s%n%s × %s: %s on average over %.0f s; batch %s; %d states%n%n%s"
        .formatted(
            report.name(),
            report.terms(),
            report.trace(),
            report.scale(),
            report.meanRate(),
            report.seconds(),
            report.batches(),
            report.comparison().states(),
            report.comparison().table());
  }
}

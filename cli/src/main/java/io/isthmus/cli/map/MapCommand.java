package io.isthmus.cli.map;

import io.isthmus.cli.Output;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.predict.BatchesOption;
import io.isthmus.cli.predict.Comparison;
import io.isthmus.cli.predict.Figures;
import io.isthmus.cli.predict.FixedCut;
import io.isthmus.cli.predict.Machines;
import io.isthmus.cli.predict.Predictor;
import io.isthmus.cli.predict.PredictorOptions;
import io.isthmus.cli.predict.RateRange;
import io.isthmus.decision.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code map}: the best cut for every state, and the gain over a fixed one. */
@Command(
    name = "map",
    description = {
      "The best cut for every rate and batch (the paper's Fig. 2) and the gain over a fixed cut"
          + " (Fig. 3), predicted from shapes and profiles, as a table (CSV) and as pictures (PNG)."
    },
    footer = {
      "  ./isthmus map profiles/efficientnet_b4/manifest.json --cost paper --slowdown 6 --out map \\",
      "      --device profiles/efficientnet_b4/cpu-1-thread.json \\",
      "      --edge profiles/efficientnet_b4/cpu-1-thread.json"
    })
public final class MapCommand implements Callable<Integer> {

  @Mixin private PredictorOptions options = new PredictorOptions();

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write to.")
  private Path out = Path.of("");

  @Option(
      names = "--rates",
      paramLabel = "LOW..HIGH",
      description = "Rates of the link; 1MB/s..128MB/s by default.")
  private RateRange rates = RateRange.parse("1MB/s..128MB/s");

  @Mixin private BatchesOption batches = new BatchesOption();

  @Option(
      names = "--against",
      paramLabel = "CUT",
      description = {
        "The fixed cut to compare with: a number, a unit, offload or local; by default the one that"
            + " is best on the whole."
      })
  private @Nullable String against;

  @Mixin private Output output = new Output();

  /**
   * The JSON form.
   *
   * @param terms what was counted
   * @param against the fixed cut of the table's gain and of Fig. 3
   * @param files what was written
   */
  record Report(
      String name,
      String terms,
      String rates,
      String batches,
      FixedCut against,
      Comparison comparison,
      List<String> files) {}

  @Override
  public Integer call() throws Exception {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new UsageException(out + " is a file; --out names a folder");
    }
    Machines machines = options.machines();
    Predictor predictor = new Predictor(machines, options.terms(machines));
    SplitMap map = new SplitMap(predictor, rates, batches.all(machines.largestBatch()));
    Report report = write(map, against == null ? List.of() : List.of(predictor.cut(against)));
    output.print(report, () -> text(report));
    return 0;
  }

  private Report write(SplitMap map, List<Integer> named) throws IOException {
    Comparison comparison = Comparison.of(map.predictor(), map.states(), named);
    FixedCut fixed = named.isEmpty() ? comparison.strongest() : comparison.of(named.get(0));
    MapFiles files = MapFiles.in(out);
    files.write(map, fixed);
    return new Report(
        map.predictor().network().name(),
        options.describe(),
        map.rates().toString(),
        map.batches().toString(),
        fixed,
        comparison,
        files.names());
  }

  private static String text(Report report) {
    return "%s: %s%n%d states: %s × batch %s%n%n%s%n%na split is the best in %s%nFig. 3 is over %s (%d)%nwritten: %s"
        .formatted(
            report.name(),
            report.terms(),
            report.comparison().states(),
            report.rates(),
            report.batches(),
            report.comparison().table(),
            Figures.percent(report.comparison().share(Mode.SPLIT)),
            report.against().unit(),
            report.against().cut(),
            String.join(", ", report.files()));
  }
}

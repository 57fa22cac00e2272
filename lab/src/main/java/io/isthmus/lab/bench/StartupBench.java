package io.isthmus.lab.bench;

import io.isthmus.cli.Claim;
import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.Statistics;
import io.isthmus.cli.Table;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Placement;
import io.isthmus.cli.service.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench startup}: from the launcher's start to the first good health of a device. */
@Command(
    name = "startup",
    description = "How long a device takes to be ready, with the archive of classes and without.",
    footer = "  ./isthmus bench startup --starts 5")
final class StartupBench implements Callable<Integer> {

  private static final double LIMIT_S = 4;

  @Mixin private PackageOption modelPackage = new PackageOption();

  @Option(names = "--starts", description = "Starts of each kind, in turns (default 5).")
  private int starts = 5;

  @Mixin private Output output = new Output();

  /** The JSON form; medians, in seconds. */
  record Result(String java, int starts, double archiveS, double plainS, List<Claim> claims) {}

  @Override
  public Integer call() throws Exception {
    if (starts < 1) {
      throw new UsageException("--starts must be at least 1");
    }
    Checkout checkout = Checkout.find();
    List<Double> archive = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    try (Services services =
            new Services(
                checkout, modelPackage.path(), checkout.workFolder("bench"), Placement.SHARED);
        ProgressBar bar = Progress.start("startup", 2 * starts)) {
      services.timeStart("device", Map.of()); // measures the profile, and fills the page cache
      for (int i = 0; i < starts; i++) {
        archive.add(services.timeStart("device", Map.of()));
        bar.step();
        plain.add(services.timeStart("device", Map.of("ISTHMUS_START_CACHE", "off")));
        bar.step();
      }
    }
    double archiveS = Statistics.median(archive);
    Result result =
        new Result(
            System.getProperty("java.runtime.version"),
            starts,
            archiveS,
            Statistics.median(plain),
            List.of(Claim.atMost("a device is ready after", LIMIT_S, archiveS, "s")));
    output.print(result, () -> text(result));
    return 0;
  }

  private static String text(Result result) {
    Table table = Table.of("start", "seconds");
    table.row("with the archive", number(result.archiveS()));
    table.row("without", number(result.plainS()));
    return "Java %s, medians of %d starts in turns%n%s%n%s"
        .formatted(result.java(), result.starts(), table, Claim.lines(result.claims()));
  }

  private static String number(double seconds) {
    return String.format(Locale.ROOT, "%.2f", seconds);
  }
}

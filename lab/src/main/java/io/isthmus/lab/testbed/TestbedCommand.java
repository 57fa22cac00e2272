package io.isthmus.lab.testbed;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.Output;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.harness.EstimatorWarmup;
import io.isthmus.cli.harness.Inputs;
import io.isthmus.cli.predict.Batches;
import io.isthmus.cli.service.Checkout;
import io.isthmus.lab.exact.NamedEngine;
import io.isthmus.lab.exact.References;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.profiling.Profiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code testbed}: every policy on two hosts of this machine, joined by a shaped link. */
@Command(
    name = "testbed",
    description = {
      "Makes two hosts on this machine (network namespaces), joins them by a shaped link, runs an"
          + " edge on one core and a device on a share of another, and measures every policy for"
          + " every rate, batch and input, in turns. Every answer is compared bit for bit with the"
          + " uncut chain's. Needs root."
    },
    footer = {"  ./isthmus testbed --check", "  ./isthmus testbed --quick --out results"},
    subcommands = SummaryCommand.class)
public final class TestbedCommand implements Callable<Integer> {

  private static final int LARGEST_BATCH = 64;
  private static final Rates ALL_RATES = Rates.parse("1MB/s..128MB/s");
  private static final Rates QUICK_RATES = Rates.parse("4MB/s,32MB/s");
  private static final double SLOWEST = 10e3;
  private static final double FASTEST = 1e9;
  private static final int WARM_UPS = 3;
  private static final Duration QUICK_PROFILE = Duration.ofMillis(200);
  private static final Duration PROFILE = Duration.ofSeconds(2);

  @Parameters(
      paramLabel = "PACKAGE",
      arity = "0..1",
      description = "Model package; models/efficientnet_b0.zip by default.")
  private Path modelPackage = Checkout.find().defaultPackage();

  @Option(
      names = "--rates",
      paramLabel = "RATES",
      description = "By doubling, or listed: 1MB/s..128MB/s (default), 1MB/s,10MB/s.")
  private @Nullable Rates rates;

  @Option(
      names = "--batches",
      paramLabel = "B",
      description = "Batch sizes, such as 1,4,16; powers of two up to 64 by default.")
  private @Nullable Batches batches;

  @Option(
      names = "--inputs",
      split = ",",
      paramLabel = "INPUT",
      description = {
        "photos (JPEG uploads), frames (raw frames), private (raw frames that must not leave the"
            + " device); all by default."
      })
  private List<InputPolicy> inputPolicies = List.of();

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Photographs (*.jpg) that are sent; models/samples by default.")
  private Path images = Checkout.find().samples();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each policy is measured in a situation; 3 by default.")
  private @Nullable Integer rounds;

  @Option(
      names = "--share",
      paramLabel = "PART",
      description = "Share of a core that the device has, 0.1 to 1; a third by default.")
  private double share = 1.0 / 3;

  @Option(
      names = "--profile-batches",
      paramLabel = "B",
      description = "Batch sizes of the timing profiles; powers of two up to 64 by default.")
  private @Nullable Batches profileBatches;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the results; .isthmus/testbed/results by default.")
  private Path out = Checkout.find().workFolder("testbed").resolve("results");

  @Option(
      names = "--resume",
      description = "Add to results of this network that are there; measure only what is missing.")
  private boolean resume;

  @Option(
      names = "--quick",
      description = "A check that it works, within 3 minutes: two rates, batches 1 and 16.")
  private boolean quick;

  @Option(
      names = "--check",
      description = "Only set the hosts up and remove them: exit code 2 where that cannot be.")
  private boolean check;

  @Mixin private NamedEngine engine = new NamedEngine();

  @Mixin private PoliciesOption policies = new PoliciesOption();

  @Mixin private ClockOption clock = new ClockOption();

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    check();
    if (check) {
      TwoHosts.create(share).close();
      System.err.println("a testbed can be set up here");
      return 0;
    }
    try (ModelPackage model = ModelPackage.open(modelPackage)) {
      Results results = Results.open(out);
      if (!resume) {
        results.requireNoneOf(model.network().name());
      }
      Missing missing =
          new Missing(results, policies.of(modelPackage, model.network()), namedShare(), rounds());
      if (!missing.cells(grid()).isEmpty()) {
        measure(model, missing);
      }
    }
    Report report = Report.write(out, clock.value());
    output.print(report, () -> ReportText.of(report));
    return report.isSound() ? 0 : 1;
  }

  private void check() throws UsageException {
    if (!(share >= CpuShare.SMALLEST && share <= 1)) {
      throw new UsageException("--share must lie within 0.1 to 1, not " + share);
    }
    if (rounds != null && rounds < 1) {
      throw new UsageException("--rounds must be at least 1, not " + rounds);
    }
    if (batches != null && batches.largest() > LARGEST_BATCH) {
      throw new UsageException("--batches go up to 64, not " + batches.largest());
    }
    if (profileBatches != null && profileBatches.largest() < EstimatorWarmup.LARGEST_BATCH) {
      throw new UsageException(
          "--profile-batches must reach %d, which services are warmed up with"
              .formatted(EstimatorWarmup.LARGEST_BATCH));
    }
    Rates asked = rates();
    if (asked.lowest().bytesPerSecond() < SLOWEST || asked.highest().bytesPerSecond() > FASTEST) {
      throw new UsageException("--rates must lie within 10kB/s to 1GB/s");
    }
    if (Files.isRegularFile(out)) {
      throw new UsageException(out + " is a file; --out names a folder");
    }
  }

  private void measure(ModelPackage model, Missing missing)
      throws IOException,
          InvalidPackageException,
          InterruptedException,
          FailedException,
          UsageException {
    Checkout checkout = Checkout.find();
    Inputs inputs = Inputs.of(images, model);
    Setup setup =
        new Setup(
            modelPackage,
            model.network(),
            engine.of(model),
            share,
            profileBatches(),
            quick ? QUICK_PROFILE : PROFILE,
            checkout.workFolder("testbed"),
            out.resolve("logs"));
    Grid grid = grid();
    Requirements.check();
    Leftovers.requireAlone();
    try (TwoHosts hosts = TwoHosts.create(share)) {
      TestbedHarness harness =
          new TestbedHarness(checkout, setup, hosts, inputs, grid.inputs(), missing.candidates());
      hosts.moveHere();
      Forecast forecast = new Forecast(setup, missing.candidates());
      Grid fitting = grid.upTo(forecast.largestBatch());
      if (!fitting.equals(grid)) {
        System.err.printf("batches up to %d fit, or are profiled%n", forecast.largestBatch());
      }
      harness.warmUp(quick ? 1 : WARM_UPS);
      try (References references = new References(model, inputs, setup.engine())) {
        new Sweep(harness, inputs, references, missing, out).run(fitting, forecast);
      }
    }
  }

  private Grid grid() {
    List<Integer> quickBatches = List.of(1, 16);
    List<Integer> allBatches = Batches.powersUpTo(LARGEST_BATCH).sizes();
    return new Grid(
        rates().values(),
        inputPolicies(),
        batches != null ? batches.sizes() : quick ? quickBatches : allBatches);
  }

  private List<InputPolicy> inputPolicies() {
    if (!inputPolicies.isEmpty()) {
      return inputPolicies;
    }
    return quick ? List.of(InputPolicy.PHOTOS, InputPolicy.FRAMES) : List.of(InputPolicy.values());
  }

  private Rates rates() {
    return rates != null ? rates : quick ? QUICK_RATES : ALL_RATES;
  }

  /** The share as rows hold it, so that it compares equal after reading. */
  private double namedShare() {
    return Double.parseDouble(CpuShare.text(share));
  }

  private int rounds() {
    return rounds != null ? rounds : quick ? 1 : 3;
  }

  private List<Integer> profileBatches() {
    return profileBatches != null
        ? profileBatches.sizes()
        : quick ? List.of(1, 4, 16) : Profiler.DEFAULT_BATCHES;
  }
}

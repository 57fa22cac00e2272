package io.isthmus.cli;

import io.isthmus.engine.ComputeDevice;
import io.isthmus.engine.InferencePool;
import io.isthmus.engine.UnitChain;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.Machine;
import io.isthmus.profile.Timing;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import io.isthmus.profiling.MachineProbe;
import io.isthmus.profiling.Profiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profile}: measures this machine's times for a package and stores them. */
@Command(
    name = "profile",
    description = "Measures how long this machine takes for every unit and batch size.",
    footer =
        "  ./isthmus profile models/efficientnet_b0.zip --out profile.json --batches 1,2,4 --threads 1")
final class ProfileCommand implements Callable<Integer> {

  private static final Duration PER_BATCH = Duration.ofSeconds(3);
  private static final int MAX_BATCH = 1024;

  @Parameters(paramLabel = "PACKAGE", description = "A model package: a folder or a .zip of one.")
  private Path file = Path.of("");

  @Option(names = "--out", required = true, description = "Where to store the profile (JSON).")
  private Path out = Path.of("");

  @Option(
      names = "--batches",
      split = ",",
      paramLabel = "B",
      description = "Batch sizes, ascending; 1,2,4,8,16,32,64 by default.")
  private List<Integer> batches = Profiler.DEFAULT_BATCHES;

  @Option(
      names = "--threads",
      description = "Threads that compute one operator; all cores by default.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "cpu (the default), or a GPU such as cuda:0.")
  private ComputeDevice device = ComputeDevice.CPU;

  @Mixin private EngineOption engine = new EngineOption();

  @Mixin private Output output = new Output();

  /** The JSON form. */
  record Report(String profile, List<Total> batches) {}

  /** Time of the whole chain for a batch, in milliseconds; null where it does not fit. */
  record Total(int batch, boolean fits, @Nullable Double totalMs, @Nullable Double msPerImage) {

    static Total of(BatchTimings timings) {
      if (!timings.fits()) {
        return new Total(timings.batch(), false, null, null);
      }
      double total = timings.units().stream().mapToDouble(Timing::median).sum();
      return new Total(timings.batch(), true, total, total / timings.batch());
    }
  }

  @Override
  public Integer call() throws Exception {
    check();
    TimingProfile profile = measure();
    ProfileStore.write(profile, out);
    Report report = new Report(out.toString(), profile.batches().stream().map(Total::of).toList());
    output.print(report, () -> text(profile, report));
    return 0;
  }

  private void check() throws UsageException {
    int last = 0;
    for (int batch : batches) {
      if (batch <= last || batch > MAX_BATCH) {
        throw new UsageException(
            "--batches must ascend and lie within 1 to %d, not %s".formatted(MAX_BATCH, batches));
      }
      last = batch;
    }
    if (threads < 1) {
      throw new UsageException("--threads must be at least 1, not " + threads);
    }
    if (Files.isDirectory(out)) {
      throw new UsageException(out + " is a folder; --out names a file");
    }
  }

  private TimingProfile measure()
      throws IOException, InvalidPackageException, FailedException, UsageException {
    try (ModelPackage model = ModelPackage.open(file);
        UnitChain chain = engine.load(model, threads, device);
        InferencePool pool = new InferencePool(chain.backend(), 1, 1);
        ProgressBar bar = Progress.start("profile", batches.size())) {
      Profiler profiler = new Profiler(chain, MachineProbe.probe(chain.backend()), PER_BATCH);
      return pool.run(
              () -> profiler.measure(batches, (batch, done, of) -> bar.maxHint(of).stepTo(done)))
          .value();
    } catch (InferencePool.FullException e) {
      throw new FailedException("the inference queue is full"); // one task, one place
    }
  }

  private static String text(TimingProfile profile, Report report) {
    Table table = Table.of("batch", "total ms", "ms/image", "fits");
    for (Total total : report.batches()) {
      table.row(
          Integer.toString(total.batch()),
          milliseconds(total.totalMs()),
          milliseconds(total.msPerImage()),
          total.fits() ? "yes" : "no");
    }
    Machine machine = profile.machine();
    return "%s on %s (%s), %s, %d thread(s)%n%s%nstored in %s"
        .formatted(
            profile.model(),
            machine.processor(),
            machine.device(),
            machine.engine(),
            machine.threads(),
            table,
            report.profile());
  }

  private static String milliseconds(@Nullable Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, "%.1f", value);
  }
}

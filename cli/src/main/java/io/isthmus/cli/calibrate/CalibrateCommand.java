package io.isthmus.cli.calibrate;

import io.isthmus.calibrating.CalibrationException;
import io.isthmus.calibrating.CalibrationRun;
import io.isthmus.calibrating.Calibrator;
import io.isthmus.calibrating.InputFiles;
import io.isthmus.calibrating.LabelFile;
import io.isthmus.calibrating.PictureFolder;
import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.cli.EngineOption;
import io.isthmus.cli.FailedException;
import io.isthmus.cli.Output;
import io.isthmus.cli.UsageException;
import io.isthmus.encoding.Encoding;
import io.isthmus.engine.InferencePool;
import io.isthmus.engine.UnitChain;
import io.isthmus.image.ImageLimits;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profiling.MachineProbe;
import io.isthmus.profiling.Profiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code calibrate}: measures what encodings cost on a user's pictures and stores it. */
@Command(
    name = "calibrate",
    description = {
      "Measures on your own pictures what every encoding of the wire costs at every cut, in bytes and"
          + " in changed answers, and stores it beside the package for the services."
    },
    footer = "  ./isthmus calibrate models/efficientnet_b0.zip --images photos --chart bytes.png")
public final class CalibrateCommand implements Callable<Integer> {

  /** What the services accept by default. */
  private static final long MOST_PIXELS = 100_000_000;

  private static final Duration TO_PROFILE = Duration.ofSeconds(1);

  @Parameters(paramLabel = "PACKAGE", description = "A model package: a folder or a .zip of one.")
  private Path file = Path.of("");

  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description =
          "A folder of pictures like those to come: JPEG, PNG or WebP, also in folders. WAV files of"
              + " a network that takes sound, safetensors of one that takes tensors.")
  private Path images = Path.of("");

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Lines of a picture's file and its class, with a comma or a tab (CSV, TSV).")
  private @Nullable Path labels;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to store it; NAME.calibration.json beside the package by default.")
  private @Nullable Path out;

  @Option(
      names = "--levels",
      split = ",",
      paramLabel = "N",
      description = "Levels of the quantisers, 2 to 256; 128,64,45,32,23,16,11,8 by default.")
  private List<Integer> levels = Calibrator.LEVELS;

  @Option(
      names = "--threads",
      description = "Threads that compute one operator; all cores by default.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--chart",
      paramLabel = "FILE",
      description = "Draw bytes against changed answers (PNG).")
  private @Nullable Path chart;

  @Mixin private ProfilesOption profiles = new ProfilesOption();

  @Mixin private EngineOption engine = new EngineOption();

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    Path target = out == null ? CalibrationStore.beside(file) : out;
    check(target);
    try (ModelPackage model = ModelPackage.open(file)) {
      Optional<ProfilesOption.Pair> named = profiles.named(model.network());
      Measured measured = measure(model, named.isEmpty() && !output.isJson());
      CalibrationRun run = measured.run();
      CalibrationStore.write(run.calibration(), target);
      draw(model.network().name(), run);
      TimingProfile here = measured.here();
      Optional<ProfilesOption.Pair> pair =
          here == null ? named : Optional.of(profiles.measured(model.network(), here));
      output.print(
          CalibrationReport.of(run, target), () -> text(model, run, pair.orElseThrow(), target));
    }
    return 0;
  }

  /**
   * What was measured.
   *
   * @param here this machine's times for a single image; null where they are not asked for
   */
  private record Measured(CalibrationRun run, @Nullable TimingProfile here) {}

  /** What would fail after the measuring fails before it. */
  private void check(Path target) throws UsageException {
    if (threads < 1) {
      throw new UsageException("--threads must be at least 1, not " + threads);
    }
    for (int n : levels) {
      if (n < Encoding.FEWEST_LEVELS || n > Encoding.MOST_LEVELS) {
        throw new UsageException("--levels must lie within 2 to 256, not " + n);
      }
    }
    if (!Files.isDirectory(images)) {
      throw new UsageException(images + " is no folder; --images names one");
    }
    if (labels != null && !Files.isRegularFile(labels)) {
      throw new UsageException(labels + " is no file; --labels names one");
    }
    requireWritable("--out", target);
    if (chart != null) {
      requireWritable("--chart", chart);
    }
  }

  private static void requireWritable(String option, Path file) throws UsageException {
    if (Files.isDirectory(file)) {
      throw new UsageException("%s is a folder; %s names a file".formatted(file, option));
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && Files.exists(folder) && !Files.isWritable(folder)) {
      throw new UsageException(
          "%s cannot be written to; %s names a file".formatted(folder, option));
    }
  }

  private Measured measure(ModelPackage model, boolean machineToo)
      throws IOException, InvalidPackageException, UsageException, FailedException {
    try (UnitChain chain = engine.load(model, threads);
        InferencePool pool = new InferencePool(chain.backend(), 1, 1);
        StageBars bars = new StageBars()) {
      InputFiles inputs = InputFiles.of(chain, ImageLimits.of(MOST_PIXELS));
      PictureFolder pictures = pictures(inputs, model);
      Calibrator calibrator = new Calibrator(chain, inputs, levels);
      CalibrationRun run =
          pool.run(() -> calibrator.measure(pictures, labels != null, bars)).value();
      return new Measured(run, machineToo ? profile(chain, pool) : null);
    } catch (InferencePool.FullException e) {
      throw new FailedException("the inference queue is full"); // one task, one place
    } catch (CalibrationException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof CalibrationException reason) {
        throw new UsageException(String.valueOf(reason.getMessage()));
      }
      throw e;
    }
  }

  private static TimingProfile profile(UnitChain chain, InferencePool pool)
      throws InferencePool.FullException {
    Profiler profiler = new Profiler(chain, MachineProbe.probe(chain.backend()), TO_PROFILE);
    return pool.run(() -> profiler.measure(List.of(1), (batch, done, of) -> {})).value();
  }

  private PictureFolder pictures(InputFiles inputs, ModelPackage model)
      throws IOException, CalibrationException, UsageException {
    PictureFolder pictures = PictureFolder.open(images, inputs);
    if (labels == null) {
      return pictures;
    }
    int classes = model.network().classes();
    if (classes == 0) {
      throw new UsageException("--labels names classes of pictures, and this network gives none");
    }
    return pictures.labelled(
        LabelFile.read(labels, model.labels(), classes), String.valueOf(labels));
  }

  private void draw(String name, CalibrationRun run) throws IOException {
    if (chart != null) {
      CalibrationChart.of(name, run.calibration()).writePng(chart);
    }
  }

  private static String text(
      ModelPackage model, CalibrationRun run, ProfilesOption.Pair pair, Path target) {
    OptionTimes times = new OptionTimes(pair.machines(), run.meanWork());
    String text = new CalibrationText(model.network().name(), run, times, pair.title()).text();
    return "%s%n%nstored in %s".formatted(text, target);
  }
}

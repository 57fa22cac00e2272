package io.isthmus.lab.bench;

import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.cli.Claim;
import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.Table;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.service.Checkout;
import io.isthmus.engine.InferenceBackend;
import io.isthmus.engine.InferencePool;
import io.isthmus.engine.UnitChain;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.image.AllCodecs;
import io.isthmus.image.ImageLimits;
import io.isthmus.image.ImageReader;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.CutTensors;
import io.isthmus.network.Network;
import io.isthmus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench encodings}: bits and time of every calibrated encoding on real activations. */
@Command(
    name = "encodings",
    description = {
      "Bits an element of every calibrated encoding, and the time to write and to read it, on what the"
          + " network makes of pictures; one picture at a time, one thread."
    },
    footer = "  ./isthmus bench encodings --images photos")
final class EncodingsBench implements Callable<Integer> {

  private static final double LIMIT_PERCENT = 5;
  private static final double NS_PER_BIT = 125; // at 1 MB/s
  private static final int WARM_UP = 10;
  private static final long MOST_PIXELS = 100_000_000;

  @Mixin private PackageOption modelPackage = new PackageOption();

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description = "The calibration; the one beside the package by default.")
  private @Nullable Path calibration;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Pictures to measure on; models/samples by default.")
  private Path images = Checkout.find().samples();

  @Option(names = "--pictures", description = "Of those at most so many (default 12).")
  private int pictures = 12;

  @Option(names = "--rounds", description = "Measurements of every picture (default 10).")
  private int rounds = 10;

  @Mixin private Output output = new Output();

  /** The JSON form. */
  record Result(int pictures, int rounds, List<Row> rows, List<Claim> claims) {}

  /**
   * An encoding at a cut.
   *
   * @param upper the bound on changed answers, as calibrated
   * @param bits mean bits of an element
   * @param encodeNs median time to write an element
   * @param decodeNs median time to read it
   * @param percentOfSaved that time as a share of the transfer that it saves at 1 MB/s, in percent
   */
  record Row(
      int split,
      String unit,
      String encoding,
      double upper,
      double bits,
      double encodeNs,
      double decodeNs,
      double percentOfSaved) {}

  @Override
  public Integer call() throws Exception {
    if (pictures < 1 || rounds < 1) {
      throw new UsageException("--pictures and --rounds must be at least 1");
    }
    if (!Files.isDirectory(images)) {
      throw new UsageException(images + " is no folder; --images names one");
    }
    Path file = calibration == null ? CalibrationStore.beside(modelPackage.path()) : calibration;
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          "no calibration at %s; ./isthmus calibrate makes one, --calibration names one"
              .formatted(file));
    }
    Result result = measure(file);
    output.print(result, () -> text(result));
    return 0;
  }

  private Result measure(Path file)
      throws IOException, InvalidPackageException, InferencePool.FullException {
    InferenceBackend backend = InferenceBackends.load(1);
    try (ModelPackage model = ModelPackage.open(modelPackage.path());
        UnitChain chain = UnitChain.load(backend, model);
        InferencePool pool = new InferencePool(backend, 1, 1)) {
      Calibration known = CalibrationStore.read(file, model.network());
      List<Path> chosen = CutActivations.pictures(images, pictures);
      List<Integer> cuts = known.cuts().stream().map(CalibratedCut::split).toList();
      ImageReader reader = new ImageReader(ImageLimits.of(MOST_PIXELS), chain.transform());
      return pool.run(
              () ->
                  result(
                      model.network(),
                      known,
                      CutActivations.of(chain, reader, chosen, cuts),
                      chosen.size()))
          .value();
    }
  }

  private Result result(Network network, Calibration known, CutActivations activations, int count) {
    List<Row> rows = new ArrayList<>();
    int codings = known.cuts().stream().mapToInt(cut -> coded(cut).size()).sum();
    try (ProgressBar bar = Progress.start("encodings", codings)) {
      for (CalibratedCut cut : known.cuts()) {
        for (CalibratedOption option : coded(cut)) {
          rows.add(row(network.activation(cut.split()), cut, option, activations.at(cut.split())));
          bar.step();
        }
      }
    }
    double worst =
        rows.stream()
            .filter(row -> row.encoding().startsWith("q"))
            .mapToDouble(Row::percentOfSaved)
            .max()
            .orElse(0);
    Claim claim =
        Claim.atMost(
            "a quantised tensor takes of the transfer that it saves at 1 MB/s",
            LIMIT_PERCENT,
            worst,
            "%");
    return new Result(count, rounds, rows, List.of(claim));
  }

  private static List<CalibratedOption> coded(CalibratedCut cut) {
    return cut.options().stream().filter(option -> option.encoding().isCoded()).toList();
  }

  private Row row(
      CutTensors spec, CalibratedCut cut, CalibratedOption option, List<List<Tensor>> tensors) {
    CodecLaps laps =
        new CodecLaps(
            AllCodecs.encoder(option.encoding(), spec, option.quantiser()),
            AllCodecs.decoder(option.encoding(), spec));
    for (int round = -WARM_UP; round < rounds; round++) {
      laps.lap(tensors, round >= 0);
    }
    double rawBits = (double) Byte.SIZE * spec.bytes(1) / spec.elements();
    double saved = NS_PER_BIT * (rawBits - laps.meanBits());
    double taken = laps.medianEncodeNs() + laps.medianDecodeNs();
    return new Row(
        cut.split(),
        cut.unit(),
        option.encoding().toString(),
        option.upper(),
        laps.meanBits(),
        laps.medianEncodeNs(),
        laps.medianDecodeNs(),
        100 * taken / saved);
  }

  private static String text(Result result) {
    Table table =
        Table.of(
            "unit", "encoding", "at most changed", "bits", "encode ns", "decode ns", "% saved");
    for (Row row : result.rows()) {
      table.row(
          row.unit(),
          row.encoding(),
          String.format(Locale.ROOT, "%.2f %%", 100 * row.upper()),
          number(row.bits()),
          String.format(Locale.ROOT, "%.0f", row.encodeNs()),
          String.format(Locale.ROOT, "%.0f", row.decodeNs()),
          number(row.percentOfSaved()));
    }
    return "%d pictures, %d rounds; bits and times of an element\n%s\n\n%s"
        .formatted(result.pictures(), result.rounds(), table, Claim.lines(result.claims()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}

package io.isthmus.lab.bench;

import io.isthmus.calibration.store.CalibrationStore;
import io.isthmus.cli.FailedException;
import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.Statistics;
import io.isthmus.cli.Table;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.harness.TestHarness;
import io.isthmus.cli.service.Answer;
import io.isthmus.cli.service.DeviceClient;
import io.isthmus.cli.service.Meters;
import io.isthmus.cli.service.Payload;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench photographs}: large photographs over a link, sent as they are and as pixels. */
@Command(
    name = "photographs",
    description = {
      "Bytes, time and memory of one large photograph over a link: the file as it was uploaded,"
          + " against the network's input as pixels, packed where there is a calibration, and what the"
          + " device chooses.",
      "All answers are exact."
    },
    footer = "  ./isthmus bench photographs --megapixels 12,48 --rate 8MB/s")
final class PhotographsBench implements Callable<Integer> {

  private static final int WARM_UP = 12;
  private static final int LARGEST = 100; // what the services accept

  private static final String PACKED = "input:lossless";

  /** Leanest first, since a peak of memory stays. */
  private static final List<String> WAYS = List.of(PACKED, "input:pixels", "auto", "offload");

  @Mixin private PackageOption modelPackage = new PackageOption();

  @Option(
      names = "--megapixels",
      split = ",",
      paramLabel = "N",
      description = "Sizes of the photographs (default 12,48).")
  private List<Integer> megapixels = List.of(12, 48);

  @Option(names = "--rate", description = "What the link carries (default 8MB/s).")
  private DataRate rate = DataRate.parse("8MB/s");

  @Option(names = "--rounds", description = "Requests of each kind (default 7).")
  private int rounds = 7;

  @Mixin private Output output = new Output();

  private final HttpClient http = HttpClient.newHttpClient();

  /** The JSON form. */
  record Result(String rate, int rounds, List<Row> rows) {}

  /**
   * One way to send one size.
   *
   * @param megapixels of the photograph
   * @param fileKb its file, in 1000 bytes
   * @param way what was asked for
   * @param cut what was done
   * @param sentKb what crossed the link, in 1000 bytes
   * @param ms median time of the device
   * @param deviceMb the device's largest resident set until then, in 10^6 bytes
   * @param edgeMb the same of the edge
   */
  record Row(
      int megapixels,
      double fileKb,
      String way,
      String cut,
      double sentKb,
      double ms,
      double deviceMb,
      double edgeMb) {}

  @Override
  public Integer call() throws Exception {
    if (rounds < 1 || megapixels.stream().anyMatch(n -> n < 1 || n > LARGEST)) {
      throw new UsageException(
          "--megapixels takes 1 to %d, and --rounds at least 1".formatted(LARGEST));
    }
    List<String> ways = ways();
    try (TestHarness pair = modelPackage.linkedPair(rate);
        ProgressBar bar = Progress.start("photographs", megapixels.size() * ways.size())) {
      warmUp(pair, ways);
      List<Row> rows = new ArrayList<>();
      for (int size : megapixels.stream().sorted().toList()) {
        ByteBuffer file = MadePictures.of(size).get(0).file();
        for (String way : ways) {
          rows.add(measure(pair, size, file, way));
          bar.step();
        }
      }
      Result result = new Result(rate.toString(), rounds, rows);
      output.print(result, () -> text(result));
    }
    return 0;
  }

  /** What is packed needs a calibration. */
  private List<String> ways() {
    boolean calibrated = Files.isRegularFile(CalibrationStore.beside(modelPackage.path()));
    return WAYS.stream().filter(way -> calibrated || !way.equals(PACKED)).toList();
  }

  private static void warmUp(TestHarness pair, List<String> ways)
      throws InterruptedException, FailedException {
    for (int i = 0; i < WARM_UP; i++) {
      for (String way : ways) {
        pair.client().infer(pair.inputs().photos(1, i), way);
      }
    }
  }

  private Row measure(TestHarness pair, int size, ByteBuffer file, String way)
      throws IOException, InterruptedException, FailedException {
    byte[] bytes = new byte[file.remaining()];
    file.duplicate().get(bytes);
    Payload photograph = Payload.photographs(List.of(bytes));
    DeviceClient client = pair.client();
    List<Double> times = new ArrayList<>();
    List<Double> sent = new ArrayList<>();
    String cut = "";
    for (int round = 0; round < rounds; round++) {
      double before = received(pair);
      Answer answer = client.infer(photograph, way);
      if (answer.degraded()) {
        throw new FailedException("the edge failed while it was measured");
      }
      sent.add(received(pair) - before);
      times.add(answer.measuredMs().total());
      cut = answer.decision().cut();
    }
    return new Row(
        size,
        bytes.length / 1e3,
        way,
        cut,
        Statistics.median(sent) / 1e3,
        Statistics.median(times),
        ServiceMemory.megabytes(pair.device(), "VmHWM"),
        ServiceMemory.megabytes(pair.edge(), "VmHWM"));
  }

  /** Bodies of tails; the device's own meter counts probes too. */
  private double received(TestHarness pair)
      throws IOException, InterruptedException, FailedException {
    return Meters.value(http, pair.edge().uri(), "isthmus.tail.received");
  }

  private static String text(Result result) {
    Table table =
        Table.of(
            "megapixels",
            "way",
            "cut",
            "file kB",
            "sent kB",
            "ms",
            "device peak MB",
            "edge peak MB");
    for (Row row : result.rows()) {
      table.row(
          Integer.toString(row.megapixels()),
          row.way(),
          row.cut(),
          number(row.fileKb()),
          number(row.sentKb()),
          number(row.ms()),
          number(row.deviceMb()),
          number(row.edgeMb()));
    }
    return "one photograph over %s, medians of %d requests; peaks are those until then%n%s"
        .formatted(result.rate(), result.rounds(), table);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}

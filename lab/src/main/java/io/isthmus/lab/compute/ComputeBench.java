package io.isthmus.lab.compute;

import io.isthmus.cli.Claim;
import io.isthmus.cli.FailedException;
import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.Table;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.service.Checkout;
import io.isthmus.model.InvalidPackageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench compute}: the uncut chain beside other engines with the same weights. */
@Command(
    name = "compute",
    description =
        "A package on libtorch, fused and portable, and on ONNX Runtime, unit by unit, beside ONNX"
            + " Runtime with the whole network and PyTorch in Python: the same seeded weights, the"
            + " same images, each in a process of its own, in turns. Needs PyTorch to make them.",
    footer = "  ./isthmus bench compute --models efficientnet_b0 --threads 1 --batches 1,8")
public final class ComputeBench implements Callable<Integer> {

  private static final double LOGITS_LIMIT = 1e-4;

  /** What our better engine may take of ONNX Runtime's time with the whole network. */
  private static final double WANTED_OF_SEVERAL = 0.8;

  private static final int SEVERAL = 16;

  @Option(
      names = "--models",
      split = ",",
      description = "Networks (default efficientnet_b0,efficientnet_b4).")
  private List<String> models = List.of("efficientnet_b0", "efficientnet_b4");

  @Option(names = "--batches", split = ",", description = "Images a call (default 1,16).")
  private List<Integer> batches = List.of(1, 16);

  @Option(names = "--threads", split = ",", description = "Threads of each engine (default 1,2).")
  private List<Integer> threads = List.of(1, 2);

  @Option(names = "--rounds", description = "Turns of every engine (default 9).")
  private int rounds = 9;

  @Mixin private Output output = new Output();

  /** The JSON form. */
  record Result(int rounds, List<String> missing, List<Row> rows, List<Claim> claims) {}

  /**
   * One engine at one network, batch and number of threads.
   *
   * @param ms median time of a call
   * @param ratio our time over its time, the median over rounds
   * @param difference the largest difference of a logit from ours, over the largest logit
   */
  record Row(
      String model,
      int threads,
      int batch,
      String engine,
      double ms,
      double ratio,
      double difference) {}

  @Override
  public Integer call() throws Exception {
    if (rounds < 1 || Collections.min(batches) < 1 || Collections.min(threads) < 1) {
      throw new UsageException("--rounds, --batches and --threads must be at least 1");
    }
    Result result = measure();
    output.print(result, () -> text(result));
    return 0;
  }

  private Result measure()
      throws IOException, InterruptedException, InvalidPackageException, FailedException {
    Checkout checkout = Checkout.find();
    Python python = Python.find(checkout);
    List<Row> rows = new ArrayList<>();
    int steps = models.size() * (1 + threads.size() * batches.size() * rounds);
    try (ProgressBar bar = Progress.start("compute", steps)) {
      for (String model : models) {
        Path folder = checkout.workFolder("compute").resolve(model);
        Material material =
            Material.make(checkout, python, model, Collections.max(batches), folder);
        bar.step();
        for (int count : threads) {
          try (Engines engines = Engines.start(python, material, count)) {
            for (int batch : batches) {
              rows.addAll(measure(engines.all(), model, count, batch, bar));
            }
          }
        }
      }
    }
    return new Result(rounds, missing(python), rows, claims(rows));
  }

  private List<Row> measure(
      List<Engine> engines, String model, int count, int batch, ProgressBar bar)
      throws IOException, InterruptedException, FailedException {
    Rounds times = new Rounds(engines, batch);
    times.warmUp();
    for (int round = 0; round < rounds; round++) {
      times.run();
      bar.step();
    }
    List<Row> rows = new ArrayList<>();
    double[] ours = engines.get(0).logits(batch);
    for (int i = 0; i < engines.size(); i++) {
      Engine engine = engines.get(i);
      double difference = difference(ours, engine.logits(batch));
      rows.add(
          new Row(model, count, batch, engine.name(), times.median(i), times.ratio(i), difference));
    }
    return rows;
  }

  static double difference(double[] ours, double[] others) {
    double largest = Arrays.stream(others).map(Math::abs).max().orElse(0);
    double difference = ours.length == others.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(ours.length, others.length); i++) {
      difference = Math.max(difference, Math.abs(ours[i] - others[i]));
    }
    return difference / largest;
  }

  private static List<String> missing(@Nullable Python python) {
    List<String> missing = new ArrayList<>();
    if (python == null) {
      missing.add("PyTorch and torchvision for Python, and so weights for ONNX Runtime");
    }
    return missing;
  }

  private static List<Claim> claims(List<Row> rows) {
    List<Claim> claims = new ArrayList<>();
    double onnx = 1; // libtorch's time over that of our other engine, where there is one
    for (Row row : rows) {
      String at = "%s, threads %d, batch %d".formatted(row.model(), row.threads(), row.batch());
      switch (row.engine()) {
        case Engines.OURS -> onnx = 1;
        case Engines.OURS_PORTABLE -> {} // what fusing gains, for the reader
        case Engines.OURS_ONNX -> onnx = row.ratio();
        case Engines.ONNX_RUNTIME -> {
          if (row.batch() == 1 || row.batch() == SEVERAL) {
            claims.add(
                Claim.atMost(
                    "time of '%s' over ONNX Runtime's, %s"
                        .formatted(onnx > 1 ? Engines.OURS_ONNX : Engines.OURS, at),
                    row.batch() == 1 ? 1 : WANTED_OF_SEVERAL,
                    row.ratio() / Math.max(1, onnx),
                    "times"));
          }
        }
        default ->
            claims.add(Claim.atMost("time over PyTorch's, " + at, 0.5, row.ratio(), "times"));
      }
    }
    double largest = rows.stream().mapToDouble(Row::difference).max().orElse(0);
    claims.add(
        Claim.atMost(
            "difference of logits, in millionths of the largest",
            LOGITS_LIMIT * 1e6,
            largest * 1e6,
            ""));
    return claims;
  }

  private static String text(Result result) {
    Table table =
        Table.of("network", "threads", "batch", "engine", "ms", "ms/image", "ours/its", "logits");
    for (Row row : result.rows()) {
      table.row(
          row.model(),
          Integer.toString(row.threads()),
          Integer.toString(row.batch()),
          row.engine(),
          number(row.ms()),
          number(row.ms() / row.batch()),
          number(row.ratio()),
          String.format(Locale.ROOT, "%.0e", row.difference()));
    }
    StringBuilder text = new StringBuilder();
    result.missing().forEach(what -> text.append("missing: ").append(what).append('\n'));
    return text.append(
            "medians of %d rounds; logits: largest difference%n".formatted(result.rounds()))
        .append(table)
        .append("\n\n")
        .append(Claim.lines(result.claims()))
        .toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}

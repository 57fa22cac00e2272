package io.isthmus.lab.bench;

import io.isthmus.cli.Claim;
import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.Statistics;
import io.isthmus.cli.Table;
import io.isthmus.cli.UsageException;
import io.isthmus.engine.Activation;
import io.isthmus.engine.InferenceBackend;
import io.isthmus.engine.InferencePool;
import io.isthmus.engine.InputNoise;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Bottlenecks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code bench cuts}: what it costs to cut the chain. Every cut is measured next to the uncut chain
 * in every round, so that whatever else the machine does falls on both.
 */
@Command(
    name = "cuts",
    description = "Head and tail at every cut against the uncut chain, in one process.",
    footer = "  ./isthmus bench cuts --threads 1 --batch 4")
final class CutsBench implements Callable<Integer> {

  private static final double LIMIT_PERCENT = 3;
  private static final int WARM_UP = 3;

  @Mixin private PackageOption modelPackage = new PackageOption();

  @Option(names = "--threads", description = "Threads that compute one operator (default 1).")
  private int threads = 1;

  @Option(names = "--batch", description = "Images (default 1).")
  private int batch = 1;

  @Option(names = "--rounds", description = "Measurements of every cut (default 25).")
  private int rounds = 25;

  @Mixin private Output output = new Output();

  /** The JSON form. */
  record Result(int threads, int batch, int rounds, List<Cut> cuts, List<Claim> claims) {}

  /**
   * A cut; times are medians in milliseconds.
   *
   * @param ratio median of (head + tail) / uncut, each measured next to the other
   * @param wireMs bringing the activation to the form of the wire and back
   */
  record Cut(
      int split,
      String unit,
      double headMs,
      double tailMs,
      double uncutMs,
      double ratio,
      double wireMs) {}

  /** The samples of one cut, in milliseconds. */
  private record Samples(
      List<Double> head,
      List<Double> tail,
      List<Double> uncut,
      List<Double> wire,
      List<Double> ratio) {

    Samples() {
      this(
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>());
    }
  }

  @Override
  public Integer call() throws Exception {
    if (threads < 1 || batch < 1 || rounds < 1) {
      throw new UsageException("--threads, --batch and --rounds must be at least 1");
    }
    Result result = measure();
    output.print(result, () -> text(result));
    return 0;
  }

  private Result measure()
      throws IOException, InvalidPackageException, InferencePool.FullException {
    InferenceBackend backend = InferenceBackends.load(threads);
    try (ModelPackage model = ModelPackage.open(modelPackage.path());
        UnitChain chain = UnitChain.load(backend, model);
        InferencePool pool = new InferencePool(backend, 1, 1);
        ProgressBar bar = Progress.start("cuts", rounds)) {
      int length = chain.network().length();
      List<Samples> samples =
          IntStream.range(0, length).mapToObj(cut -> new Samples()).toList(); // [0] stays empty
      return pool.run(
              () -> {
                for (int i = 0; i < WARM_UP; i++) {
                  uncut(chain);
                }
                for (int round = 0; round < rounds; round++) {
                  for (int cut = 1; cut < length; cut++) {
                    measure(chain, cut, samples.get(cut), round % 2 == 0);
                  }
                  bar.step();
                }
                return summary(chain, samples);
              })
          .value();
    }
  }

  /** One cut and the uncut chain, now the one first and now the other. */
  private void measure(UnitChain chain, int cut, Samples samples, boolean uncutFirst) {
    double before = uncutFirst ? uncut(chain) : 0;
    double both = cut(chain, cut, samples);
    double uncut = uncutFirst ? before : uncut(chain);
    samples.uncut().add(uncut);
    samples.ratio().add(both / uncut);
  }

  private double uncut(UnitChain chain) {
    try (RequestMemory memory = chain.openMemory()) {
      Activation input = noise(chain, memory);
      long start = System.nanoTime();
      chain.run(memory, input, chain.network().length());
      return millisSince(start);
    }
  }

  private double cut(UnitChain chain, int cut, Samples samples) {
    try (RequestMemory device = chain.openMemory();
        RequestMemory edge = chain.openMemory()) {
      Activation input = noise(chain, device);
      long start = System.nanoTime();
      Activation sent = chain.run(device, input, cut);
      double head = millisSince(start);

      start = System.nanoTime();
      Activation received = chain.allocate(edge, cut, batch);
      List<ByteBuffer> targets = received.buffers();
      for (int i = 0; i < targets.size(); i++) {
        targets.get(i).put(sent.values().get(i).data());
      }
      double onWire = millisSince(start);

      start = System.nanoTime();
      chain.run(edge, received, chain.network().length());
      double tail = millisSince(start);
      samples.head().add(head);
      samples.tail().add(tail);
      samples.wire().add(onWire);
      return head + tail;
    }
  }

  private Activation noise(UnitChain chain, RequestMemory memory) {
    Activation input = chain.allocate(memory, 0, batch);
    input.buffer().put(InputNoise.of(chain.network().input(), batch, 1));
    return input;
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private Result summary(UnitChain chain, List<Samples> samples) {
    List<Cut> cuts = new ArrayList<>();
    for (int cut = 1; cut < samples.size(); cut++) {
      Samples s = samples.get(cut);
      cuts.add(
          new Cut(
              cut,
              chain.network().cutName(cut),
              Statistics.median(s.head()),
              Statistics.median(s.tail()),
              Statistics.median(s.uncut()),
              Statistics.median(s.ratio()),
              Statistics.median(s.wire())));
    }
    List<Integer> candidates = Bottlenecks.of(chain.network()).compressive();
    List<Cut> chosen = cuts.stream().filter(cut -> candidates.contains(cut.split())).toList();
    return new Result(
        threads,
        batch,
        rounds,
        cuts,
        List.of(
            claim("computation that a cut adds, where one would cut", chosen),
            claim("computation that a cut adds, anywhere", cuts)));
  }

  private static Claim claim(String text, List<Cut> cuts) {
    double largest = cuts.stream().mapToDouble(Cut::ratio).max().orElse(1);
    return Claim.atMost(text, LIMIT_PERCENT, 100 * (largest - 1), "%");
  }

  private static String text(Result result) {
    Table table = Table.of("l", "unit", "head ms", "tail ms", "uncut ms", "ratio", "wire ms");
    for (Cut cut : result.cuts()) {
      table.row(
          Integer.toString(cut.split()),
          cut.unit(),
          number(cut.headMs()),
          number(cut.tailMs()),
          number(cut.uncutMs()),
          String.format(Locale.ROOT, "%.3f", cut.ratio()),
          number(cut.wireMs()));
    }
    return "%d thread(s), batch %d, medians of %d rounds; ratio: (head + tail) / uncut%n%s%n%s"
        .formatted(
            result.threads(), result.batch(), result.rounds(), table, Claim.lines(result.claims()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}

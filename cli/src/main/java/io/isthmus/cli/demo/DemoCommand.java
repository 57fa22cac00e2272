package io.isthmus.cli.demo;

import io.isthmus.calibration.Accuracy;
import io.isthmus.cli.FailedException;
import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.harness.InputKind;
import io.isthmus.cli.link.Relay;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.DeviceClient;
import io.isthmus.cli.service.Processor;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}: real services on this machine, and what they make of a link of changing speed. */
@Command(
    name = "demo",
    description = {
      "Starts an edge, two devices and a link of changing speed on this machine, posts photographs"
          + " and raw frames, and compares the cut that is chosen with running all on the device"
          + " (local) and all on the edge (offload). Needs no root. Logs and profiles: .isthmus/demo"
    },
    footer = {"  ./isthmus demo --quick", "  ./isthmus demo --rates 500kB/s,8MB/s --keep"})
public final class DemoCommand implements Callable<Integer> {

  private static final List<String> ALL = List.of("250kB/s", "1MB/s", "4MB/s", "16MB/s", "64MB/s");
  private static final List<String> QUICK = List.of("1MB/s", "64MB/s");
  private static final double SLOWEST = 10e3; // a large batch would take minutes
  private static final Duration STEP = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final List<Integer> BATCHES = List.of(1, 4, 16);
  private static final List<InputKind> KINDS = List.of(InputKind.PHOTOS, InputKind.FRAMES);

  @Option(
      names = "--package",
      description = "Model package; models/efficientnet_b0.zip by default.")
  private Path modelPackage = Checkout.find().defaultPackage();

  @Option(names = "--quick", description = "Two rates and two batch sizes only.")
  private boolean quick;

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "RATE",
      description = "Rates of the link; 250kB/s,1MB/s,4MB/s,16MB/s,64MB/s by default.")
  private List<DataRate> rates = List.of();

  @Option(
      names = "--devices",
      paramLabel = "PROCESSOR",
      description = {
        "How fast the devices compute: BASIC, without AVX and so some 2 to 6 times slower than the"
            + " edge (default), or FULL."
      })
  private Processor processor = Processor.BASIC;

  @Option(
      names = "--accuracy",
      paramLabel = "BUDGET",
      description = {
        "How much answers may differ from those of the uncut network: exact, a share of changed"
            + " answers (0.01 by default), or loss: with a share. What it allows stands in the"
            + " package's calibration."
      })
  private String budget = "0.01";

  @Option(
      names = "--keep",
      description = {
        "Go on until Ctrl-C: the link's speed changes, and a request is posted now and then, for the"
            + " dashboard to show."
      })
  private boolean keep;

  @Mixin private Output output = new Output();

  /**
   * The JSON form.
   *
   * @param devices processor of the devices
   * @param accuracy the budget of what is left to choose
   * @param notes what went otherwise than it should
   */
  record Result(
      Processor devices, String accuracy, List<Row> rows, Summary summary, List<String> notes) {}

  @Override
  public Integer call() throws Exception {
    List<DataRate> rates = rates();
    Accuracy accuracy = accuracy();
    System.err.println("starting an edge and two devices; the first time they measure profiles …");
    try (DemoHarness harness = new DemoHarness(modelPackage, processor, rates.get(0))) {
      System.err.println("watch it: " + harness.dashboard());
      Result result = measure(harness, rates, accuracy);
      output.print(result, () -> Report.of(result));
      if (keep) {
        keep(harness, rates);
      }
    }
    return 0;
  }

  private List<DataRate> rates() throws UsageException {
    for (DataRate rate : rates) {
      if (rate.bytesPerSecond() < SLOWEST || rate.bytesPerSecond() > Relay.FASTEST) {
        throw new UsageException("--rates must lie within 10kB/s to 1GB/s, not " + rate);
      }
    }
    if (!rates.isEmpty()) {
      return rates;
    }
    return (quick ? QUICK : ALL).stream().map(DataRate::parse).toList();
  }

  private Accuracy accuracy() throws UsageException {
    return Accuracy.parse(budget)
        .orElseThrow(() -> new UsageException("--accuracy must be %s".formatted(Accuracy.VALUES)));
  }

  private Result measure(DemoHarness harness, List<DataRate> rates, Accuracy accuracy)
      throws IOException, InterruptedException, FailedException {
    List<Row> rows = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    harness.warmUp();
    try (ProgressBar bar = Progress.start("demo", rates.size() * situations(rates.get(0)).size())) {
      for (DataRate rate : rates) {
        harness.setRate(rate);
        for (boolean mayLeave : List.of(true, false)) {
          if (!harness.teach(mayLeave, rate)) {
            notes.add("at %s a device had not learnt the rate in time".formatted(rate));
          }
        }
        for (Cell cell : situations(rate)) {
          DeviceClient device = harness.device(cell.rawInputMayLeave());
          rows.add(Trial.run(cell, harness.inputs(), device, accuracy));
          bar.step();
        }
      }
    }
    return new Result(processor, accuracy.toString(), rows, Summary.of(rows), notes);
  }

  private List<Cell> situations(DataRate rate) {
    List<Cell> cells = new ArrayList<>();
    for (int batch : quick ? List.of(1, 4) : BATCHES) {
      for (InputKind input : InputKind.values()) {
        for (boolean mayLeave : List.of(true, false)) {
          cells.add(new Cell(rate, batch, input, mayLeave));
        }
      }
    }
    return cells;
  }

  /** Until Ctrl-C, which ends this process and, through its shutdown hook, the services. */
  private static void keep(DemoHarness harness, List<DataRate> rates) throws InterruptedException {
    System.err.printf(
        "%nAll goes on until Ctrl-C. Dashboard: %s%n  curl -F images=@%s '%sinfer'%n",
        harness.dashboard(), Checkout.find().samples().resolve("chelsea.jpg"), harness.dashboard());
    int posted = 0;
    for (int i = 0; ; i++) {
      DataRate rate = rates.get(i % rates.size());
      harness.setRate(rate);
      System.err.println("the link carries " + rate);
      long end = System.nanoTime() + STEP.toNanos();
      while (System.nanoTime() < end) {
        post(harness, posted++);
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }

  /** All batch sizes of one kind of input, then of the other. */
  private static void post(DemoHarness harness, int i) throws InterruptedException {
    InputKind kind = KINDS.get(i / BATCHES.size() % KINDS.size());
    int batch = BATCHES.get(i % BATCHES.size());
    try {
      harness.device(true).infer(harness.inputs().payload(kind, batch, i), "auto");
    } catch (FailedException e) { // it shall go on: somebody may be trying what happens
      System.err.println(e.getMessage());
    }
  }
}

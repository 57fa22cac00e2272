package io.isthmus.cli.simulate;

import io.isthmus.cli.Csv;
import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.predict.Batches;
import io.isthmus.cli.predict.InputForm;
import io.isthmus.cli.predict.Machines;
import io.isthmus.cli.predict.Samples;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.trace.Trace;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code simulate}: policies on measured links, and the regret of not knowing the true state. */
@Command(
    name = "simulate",
    description = {
      "Drives the services' own controller over measured links, with noise on every"
          + " measurement and changing load, and compares them with every fixed cut and with an"
          + " oracle that takes the best plan in the true state. A device sends request after request."
    },
    footer = "  ./isthmus simulate --network efficientnet_b4 --slowdown 6 --minutes 5")
public final class SimulateCommand implements Callable<Integer> {

  private static final double STEP_PAUSE_MS = 2000;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "A network of profiles/; efficientnet_b0 by default.")
  private String name = "efficientnet_b0";

  @Option(
      names = "--slowdown",
      paramLabel = "FACTOR",
      description = "The device is that many times slower than the edge; 6 by default.")
  private double slowdown = 6;

  @Option(
      names = "--traces",
      paramLabel = "DIR",
      description = "Folder of traces (CSV); those of the repository by default.")
  private @Nullable Path traces;

  @Option(
      names = "--scales",
      split = ",",
      paramLabel = "X",
      description = "What the rates of the traces are multiplied by; 1,3,10,30,100,300,1000.")
  private List<Double> scales = List.of(1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0);

  @Option(
      names = "--batches",
      paramLabel = "B",
      description = "Batch sizes, drawn by lot, such as 1,2,4; 1 by default.")
  private Batches batches = Batches.upTo(1);

  @Option(names = "--jpeg", description = "Photographs come in, not raw frames.")
  private boolean jpeg;

  @Option(names = "--held-back", description = "Raw input may not leave the device.")
  private boolean heldBack;

  @Option(
      names = "--pause",
      paramLabel = "MS",
      description = "From an answer to the next request, in milliseconds; 0 by default.")
  private double pauseMs;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Simulated time for each trace and scale; 15 by default.")
  private double minutes = 15;

  @Option(names = "--seed", paramLabel = "N", description = "Of all that is random; 1 by default.")
  private long seed = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the table (CSV) and the picture (PNG); none by default.")
  private @Nullable Path out;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    check();
    Machines machines = machines();
    InputForm input = jpeg ? Samples.mean() : new InputForm.Frames();
    var setting = new Simulation.Setting(minutes, batches.sizes(), input, heldBack, pauseMs, seed);
    List<Row> rows = rows(new Simulation(machines, setting), readTraces());
    Steps.Followed steps =
        new Steps(machines, heldBack, STEP_PAUSE_MS, seed).run(100, 128_000, input, 1, 4, 16);
    SimulationReport report = SimulationReport.of(name, describe(), rows, steps);
    if (out != null) {
      Csv.write(out.resolve("simulation.csv"), Row.class, rows);
      SimulationFigure.draw(name, rows).writePng(out.resolve("simulation.png"));
    }
    output.print(report, report::text);
    return 0;
  }

  private void check() throws UsageException {
    if (!(slowdown > 0 && minutes > 0 && pauseMs >= 0 && slowdown + minutes + pauseMs < 1e9)) {
      throw new UsageException("--slowdown and --minutes must be positive, --pause not negative");
    }
    if (scales.stream().anyMatch(s -> !(s > 0 && s < 1e9))) {
      throw new UsageException("--scales must be positive, not " + scales);
    }
  }

  private Machines machines() throws IOException, InvalidPackageException, UsageException {
    Path folder = Checkout.find().profiles().resolve(name);
    if (!Files.isDirectory(folder)) {
      throw new UsageException("profiles/ has no network '%s'".formatted(name));
    }
    TimingProfile edge = ProfileStore.read(folder.resolve("cpu-1-thread.json"));
    return Machines.of(
        ModelPackage.readNetwork(folder.resolve("manifest.json")), edge.slowed(slowdown), edge);
  }

  private List<Trace> readTraces() throws IOException, UsageException {
    Path folder = traces == null ? Checkout.find().traces() : traces;
    List<Trace> read = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).sorted().toList()) {
        read.add(Trace.read(file));
      }
    }
    if (read.isEmpty()) {
      throw new UsageException("there is no trace (.csv) in " + folder);
    }
    return read;
  }

  private List<Row> rows(Simulation simulation, List<Trace> links) {
    List<Row> rows = new ArrayList<>();
    try (ProgressBar bar = Progress.start("simulate", links.size() * scales.size())) {
      for (Trace link : links) {
        for (double scale : scales) {
          Trace scaled = link.scaled(scale);
          rows.add(Row.of(scaled, scale, simulation.run(Channel.of(scaled))));
          bar.step();
        }
      }
    }
    return rows;
  }

  private String describe() {
    return "%s%s, batch %s, %.0f minutes for each trace and scale, device %.0f times slower, pause %.0f ms"
        .formatted(
            jpeg ? "photographs" : "raw frames",
            heldBack ? " held back" : "",
            batches,
            minutes,
            slowdown,
            pauseMs);
  }
}

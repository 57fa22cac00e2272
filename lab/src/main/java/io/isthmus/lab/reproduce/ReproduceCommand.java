package io.isthmus.lab.reproduce;

import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.service.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reproduce}: tables and figures of docs/reproduction. */
@Command(
    name = "reproduce",
    description = {
      "Writes the tables and figures of docs/reproduction anew: the paper's bottlenecks, best cuts"
          + " and gains, from the profiles and traces of the repository (about a minute)."
    },
    footer = "  ./isthmus reproduce --out reproduction")
public final class ReproduceCommand implements Callable<Integer> {

  @Option(
      names = "--profiles",
      paramLabel = "DIR",
      description = "NETWORK/manifest.json and NETWORK/cpu-1-thread.json; profiles by default.")
  private Path profiles = Checkout.find().profiles();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder to write to; docs/reproduction by default.")
  private Path out = Checkout.find().root().resolve("docs/reproduction");

  @Option(names = "--tables-only", description = "Draw no figures.")
  private boolean tablesOnly;

  @Mixin private Output output = new Output();

  /** The JSON form: what lies in the folder afterwards. */
  record Report(String out, List<String> files) {}

  @Override
  public Integer call() throws Exception {
    Sources sources = Sources.read(profiles, Checkout.find().traces());
    try (ProgressBar bar = Progress.start("reproduce", Reproduction.steps(sources))) {
      new Reproduction(sources, out, !tablesOnly, bar::step).write();
    }
    Report report = new Report(out.toString(), files());
    output.print(report, () -> "in %s:%n%s".formatted(out, String.join("\n", report.files())));
    return 0;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(out)) {
      return all.filter(Files::isRegularFile)
          .map(file -> out.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}

package io.isthmus.cli.replay;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.Output;
import io.isthmus.cli.UsageException;
import io.isthmus.decision.Decision;
import io.isthmus.decision.Explanation;
import io.isthmus.recording.RecordedDecision;
import io.isthmus.recording.RecordingReader;
import io.isthmus.recording.Replay;
import io.isthmus.recording.Replay.Replayed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}: decides again what a device has recorded, and says what came out otherwise. */
@Command(
    name = "replay",
    description = {
      "Runs this build's controller over a recording of a device (isthmus.record=FILE), and prints"
          + " every decision with its reasons. Where this build, or another configuration, decides"
          + " otherwise, it says what the device had decided."
    },
    footer = "  ./isthmus replay decisions.jsonl --differences")
public final class ReplayCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "A recording.")
  private Path file = Path.of("");

  @Option(
      names = "--raw-input-may-leave",
      arity = "1",
      paramLabel = "BOOL",
      description = "Another privacy limit than the device had: true or false.")
  private @Nullable Boolean mayLeave;

  @Option(names = "--differences", description = "Print only what is decided otherwise.")
  private boolean differences;

  @Mixin private Output output = new Output();

  /** The JSON form. */
  record Report(int decisions, int different, List<Line> shown) {}

  /** A decision. */
  record Line(double ms, RecordedDecision then, RecordedDecision now, boolean same, String why) {}

  @Override
  public Integer call() throws Exception {
    if (!Files.isRegularFile(file)) {
      throw new UsageException("there is no recording " + file);
    }
    try (RecordingReader recording = new RecordingReader(Files.newBufferedReader(file))) {
      boolean allowed = mayLeave == null ? recording.rawInputMayLeave() : mayLeave;
      Report report = report(new Replay(recording, allowed));
      output.print(report, () -> text(report));
    } catch (IOException e) {
      throw new FailedException(file + " cannot be replayed: " + e.getMessage());
    }
    return 0;
  }

  private Report report(Replay replay) throws IOException {
    List<Line> shown = new ArrayList<>();
    int decisions = 0;
    int different = 0;
    for (Replayed next = replay.next(); next != null; next = replay.next()) {
      decisions++;
      different += next.isSame() ? 0 : 1;
      if (!differences || !next.isSame()) {
        shown.add(new Line(next.ms(), next.then(), next.now(), next.isSame(), why(next)));
      }
    }
    return new Report(decisions, different, shown);
  }

  private static String why(Replayed replayed) {
    Decision decision = replayed.verdict().decision();
    return decision == null
        ? "neither machine has room for the batch"
        : Explanation.of(
                replayed.controller().setup().selector(), replayed.verdict().situation(), decision)
            .why();
  }

  private static String text(Report report) {
    StringBuilder text = new StringBuilder();
    for (Line line : report.shown()) {
      text.append(
          String.format(
              Locale.ROOT, "%10.3f s  %s: %s%n", line.ms() / 1000, said(line.now()), line.why()));
      if (!line.same()) {
        text.append("              the device decided: ").append(said(line.then())).append('\n');
      }
    }
    return text.append(
            "%d decisions, %d otherwise than the device"
                .formatted(report.decisions(), report.different()))
        .toString();
  }

  private static String said(RecordedDecision decision) {
    String kind = decision.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    if (decision.plan() == null) {
      return kind;
    }
    StringBuilder plan = new StringBuilder();
    decision
        .plan()
        .forEach(
            chunk ->
                plan.append(plan.isEmpty() ? "" : ",")
                    .append(chunk.images())
                    .append('@')
                    .append(chunk.option().cut()));
    String reason = decision.reason() == null ? "" : decision.reason().name();
    return "%s %s (%s)".formatted(kind, plan, reason.toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}

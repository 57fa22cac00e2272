package io.isthmus.lab.testbed;

import io.isthmus.cli.Output;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code testbed summary}: tables and pictures from results alone. */
@Command(
    name = "summary",
    description = "Makes tables and pictures anew from the results of a folder; needs no root.",
    footer = "  ./isthmus testbed summary results")
final class SummaryCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "What --out of testbed named.")
  private Path folder = Path.of("");

  @Mixin private ClockOption clock = new ClockOption();

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    Report report = Report.write(folder, clock.value());
    output.print(report, () -> ReportText.of(report));
    return report.isSound() ? 0 : 1;
  }
}

package io.isthmus.lab;

import io.isthmus.calibration.Accuracy;
import io.isthmus.cli.Main;
import io.isthmus.lab.bench.BenchCommand;
import io.isthmus.lab.dashboard.ScreenshotsCommand;
import io.isthmus.lab.reproduce.ReproduceCommand;
import io.isthmus.lab.soak.SoakCommand;
import io.isthmus.lab.testbed.Rates;
import io.isthmus.lab.testbed.TestbedCommand;
import picocli.CommandLine;

/** The entry of the whole command line: what a user runs, and the laboratory. */
public final class Lab {

  private Lab() {}

  /** Runs a command and exits with 0, 1 (it failed) or 2 (wrong usage or bad input). */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** All commands, with errors as one line on standard error. */
  static CommandLine commandLine() {
    return Main.commandLine(
            new ReproduceCommand(),
            new ScreenshotsCommand(),
            new TestbedCommand(),
            new SoakCommand(),
            new BenchCommand(),
            new ReferenceCommand())
        .registerConverter(Rates.class, Main.reads(Rates::parse))
        .registerConverter(Accuracy.class, Main.reads(Lab::accuracy));
  }

  private static Accuracy accuracy(String text) {
    return Accuracy.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("must be " + Accuracy.VALUES));
  }
}

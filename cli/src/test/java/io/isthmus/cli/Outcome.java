package io.isthmus.cli;

import io.isthmus.cli.service.Checkout;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** What a command line gave: run in this process, as the launcher would run it in another. */
public record Outcome(int exitCode, String out, String err) {

  /** The package of the repository. */
  public static final String PACKAGE = Checkout.find().defaultPackage().toString();

  private static final Path B4 = Checkout.find().profiles().resolve("efficientnet_b4");

  /**
   * Runs a line in which PACKAGE is that of the repository, MANIFEST and PROFILE those of
   * EfficientNet-B4, and the words after it.
   */
  public static Outcome ofLine(CommandLine commands, String line, Object... further) {
    List<String> words = new ArrayList<>(List.of(replaced(line).split(" ", -1)));
    for (Object word : further) {
      words.addAll(word instanceof String[] several ? List.of(several) : List.of(word.toString()));
    }
    return of(commands, words.toArray(String[]::new));
  }

  private static String replaced(String line) {
    return line.replace("PACKAGE", PACKAGE)
        .replace("MANIFEST", B4.resolve("manifest.json").toString())
        .replace("TRACE", Checkout.find().traces().resolve("puffer-0.6mbps-06.csv").toString())
        .replace("PROFILE", B4.resolve("cpu-1-thread.json").toString());
  }

  /** The same for the commands that a user runs. */
  public static Outcome ofLine(String line, Object... further) {
    return ofLine(Main.commandLine(), line, further);
  }

  static Outcome of(String... args) {
    return of(Main.commandLine(), args);
  }

  /** Runs these words. */
  public static Outcome of(CommandLine commands, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    return new Outcome(exitCode, out.toString(), err.toString());
  }
}

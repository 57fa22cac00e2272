package io.isthmus.cli;

import io.isthmus.cli.calibrate.CalibrateCommand;
import io.isthmus.cli.demo.DemoCommand;
import io.isthmus.cli.map.MapCommand;
import io.isthmus.cli.predict.Batches;
import io.isthmus.cli.predict.RateRange;
import io.isthmus.cli.replay.ReplayCommand;
import io.isthmus.cli.scenario.ScenarioCommand;
import io.isthmus.cli.serve.ServeCommand;
import io.isthmus.cli.simulate.SimulateCommand;
import io.isthmus.cli.stream.StreamCommand;
import io.isthmus.engine.ComputeDevice;
import io.isthmus.units.DataRate;
import io.isthmus.units.DataSize;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The entry of the command line: {@code isthmus <command> …}. */
@Command(
    name = "isthmus",
    description = "Runs one trained network on two machines, with a cut that moves.",
    subcommands = {
      InspectCommand.class,
      ProfileCommand.class,
      CalibrateCommand.class,
      MapCommand.class,
      ScenarioCommand.class,
      SimulateCommand.class,
      ReplayCommand.class,
      DemoCommand.class,
      ServeCommand.class,
      StreamCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Main {

  private static final Map<String, String> EXIT_CODES =
      new TreeMap<>(
          Map.of(
              "0", "It is done.",
              "1", "It failed.",
              "2", "Wrong usage or bad input; one line says why."));

  @SuppressWarnings("UnusedVariable") // picocli looks at it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  private Main() {}

  /** Runs a command and exits with 0, 1 (it failed) or 2 (wrong usage or bad input). */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** What the help of every command ends with; an example is the command's own, in its footer. */
  private static void teach(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(EXIT_CODES)
        .footerHeading("%nExample:%n");
    command.getSubcommands().values().forEach(Main::teach);
  }

  /** What reads an option's value; an IllegalArgumentException says what is wrong with it. */
  public static <T> ITypeConverter<T> reads(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  /** What a user runs and these commands besides, with errors as one line on standard error. */
  public static CommandLine commandLine(Object... further) {
    CommandLine all = new CommandLine(new Main());
    for (Object command : further) {
      all.addSubcommand(command);
    }
    all.registerConverter(DataRate.class, reads(DataRate::parse))
        .registerConverter(DataSize.class, reads(DataSize::parse))
        .registerConverter(ComputeDevice.class, reads(ComputeDevice::valueOf))
        .registerConverter(RateRange.class, reads(RateRange::parse))
        .registerConverter(Duration.class, reads(Durations::parse))
        .registerConverter(Batches.class, reads(Batches::parse))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setUsageHelpAutoWidth(false)
        .setParameterExceptionHandler(Errors::wrongUsage)
        .setExecutionExceptionHandler(Errors::failure);
    teach(all);
    return all;
  }
}

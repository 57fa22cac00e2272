package io.isthmus.cli;

import io.isthmus.engine.backends.LoadLimits;
import io.isthmus.engine.backends.LoadWatch;
import io.isthmus.model.ModelPackage;
import io.isthmus.units.DataSize;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** What the code of a package may take, for the commands that run it. */
final class LimitsOption {

  private static final String TIME = "--time-limit";
  private static final String MEMORY = "--memory-limit";

  @Option(
      names = TIME,
      paramLabel = "SECONDS",
      description = "How long a form may take to be loaded and tried; 600 by default.")
  private double seconds = LoadLimits.TIME.toSeconds();

  @Option(
      names = MEMORY,
      paramLabel = "SIZE",
      description = "How much memory this process may have meanwhile; what is free by default.")
  private @Nullable DataSize memory;

  /**
   * Begins to watch the loading of a package. One that takes more than it may ends this process,
   * with one line and the exit code of bad input.
   */
  LoadWatch watch(ModelPackage model) throws UsageException {
    if (!(seconds > 0 && seconds <= Duration.ofDays(1).toSeconds())) {
      throw new UsageException(TIME + " must be above 0 and at most 86400, not " + seconds);
    }
    Duration time = Duration.ofMillis(Math.max(1, Math.round(seconds * 1e3)));
    long bytes = memory == null ? 0 : memory.bytes();
    return LoadWatch.begin(
        model.path(), new LoadLimits(time, bytes, TIME, MEMORY), LimitsOption::end);
  }

  /** A thread that computes cannot be stopped, and would be in the way of an orderly end. */
  private static void end(String sentence) {
    System.err.println("isthmus: " + sentence);
    Runtime.getRuntime().halt(ExitCode.USAGE);
  }
}

package io.isthmus.tools.bench;

import io.isthmus.tools.Claim;
import io.isthmus.tools.FailedException;
import io.isthmus.tools.Output;
import io.isthmus.tools.service.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench decision}: what a decision costs. */
@Command(name = "decision", description = "Time and allocation of one decision (JMH, about 20 s).")
final class DecisionBench implements Callable<Integer> {

  private static final double LIMIT_US = 20;

  /** Allocation per operation is measured over the iteration, with what JMH itself does in it. */
  private static final double LIMIT_BYTES = 8;

  private static final String ALLOCATION = "gc.alloc.rate.norm";

  @Mixin private PackageOption modelPackage = new PackageOption();

  @Mixin private Output output = new Output();

  /** The JSON form: times in microseconds, bytes allocated and bytes of the result. */
  record Cost(
      double averageUs,
      double p99Us,
      double bytesPerDecision,
      double resultBytes,
      List<Claim> claims) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "one decision: %.2f µs on average, %.2f µs at the 99th percentile; "
              + "%.0f bytes allocated, its result has %.0f%n%s",
          averageUs,
          p99Us,
          bytesPerDecision,
          resultBytes,
          Claim.lines(claims));
    }
  }

  @Override
  public Integer call() throws Exception {
    modelPackage.network(); // a bad package is best found before the other process starts
    System.err.println("measuring for about 20 s …");
    RunResult average = run(Mode.AverageTime);
    RunResult samples = run(Mode.SampleTime);
    double p99 = samples.getPrimaryResult().getStatistics().getPercentile(99);
    double allocated = allocation(average);
    double result = resultBytes();
    Cost cost =
        new Cost(
            average.getPrimaryResult().getScore(),
            p99,
            allocated,
            result,
            List.of(
                Claim.atMost("a decision takes", LIMIT_US, p99, "µs (p99)"),
                Claim.atMost(
                    "a decision allocates beyond its result",
                    LIMIT_BYTES,
                    allocated - result,
                    "bytes")));
    output.print(cost, cost::toString);
    return 0;
  }

  /** Here, and not in JMH's process: both have the same Java, and so the same layout of objects. */
  private double resultBytes() {
    System.setProperty(DecisionBenchmark.PACKAGE, modelPackage.path().toAbsolutePath().toString());
    return DecisionSize.bytes(new DecisionBenchmark()::fastest);
  }

  private static double allocation(RunResult result) throws FailedException {
    Result<?> bytes = result.getSecondaryResults().get(ALLOCATION);
    if (bytes == null) {
      throw new FailedException("JMH's profiler gave no " + ALLOCATION);
    }
    return bytes.getScore();
  }

  private RunResult run(Mode mode) throws IOException, FailedException {
    Path log = Files.createDirectories(Checkout.find().workFolder("bench")).resolve("jmh.log");
    Options options =
        new OptionsBuilder()
            .include(DecisionBenchmark.class.getName())
            .mode(mode)
            .timeUnit(TimeUnit.MICROSECONDS)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(1))
            .forks(1)
            .jvmArgsAppend(
                "-D" + DecisionBenchmark.PACKAGE + "=" + modelPackage.path().toAbsolutePath())
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .output(log.toString())
            .build();
    try {
      Collection<RunResult> results = new Runner(options).run();
      return results.iterator().next();
    } catch (RunnerException e) {
      throw new FailedException("JMH failed, see %s: %s".formatted(log, e.getMessage()));
    }
  }
}

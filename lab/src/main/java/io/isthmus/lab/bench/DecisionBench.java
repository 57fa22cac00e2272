package io.isthmus.lab.bench;

import io.isthmus.cli.Claim;
import io.isthmus.cli.FailedException;
import io.isthmus.cli.Output;
import io.isthmus.cli.service.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
@Command(
    name = "decision",
    description =
        "Time and allocation of one decision, time of one plan (JMH, about 30 s), and how good plans are.",
    footer = "  ./isthmus bench decision --json")
final class DecisionBench implements Callable<Integer> {

  private static final double LIMIT_US = 20;
  private static final double PLAN_LIMIT_US = 1000;

  /**
   * Room for what JMH itself allocates in an iteration, and for the time of an encoding that was
   * not the fastest of its cut.
   */
  private static final double LIMIT_BYTES = 192;

  private static final String ALLOCATION = "gc.alloc.rate.norm";

  @Mixin private PackageOption modelPackage = new PackageOption();

  @Mixin private Output output = new Output();

  /** The JSON form: times in microseconds, bytes allocated and bytes of the result. */
  record Cost(
      double averageUs,
      double p99Us,
      double bytesPerDecision,
      double resultBytes,
      double planAverageUs,
      double planP99Us,
      List<PlanQuality> plans,
      List<Claim> claims) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "one decision: %.2f µs on average, %.2f µs at the 99th percentile; "
              + "%.0f bytes allocated, its result has %.0f%n"
              + "one plan for 64 images: %.0f µs on average, %.0f µs at the 99th percentile%n"
              + "plans for 16 images, 1 to 128 MB/s, as predicted:%n%s%n%s",
          averageUs,
          p99Us,
          bytesPerDecision,
          resultBytes,
          planAverageUs,
          planP99Us,
          plans.stream().map(plan -> "  " + plan).collect(Collectors.joining("\n")),
          Claim.lines(claims));
    }
  }

  @Override
  public Integer call() throws Exception {
    modelPackage.network(); // a bad package is best found before the other process starts
    System.err.println("measuring for about 30 s …");
    RunResult average = run("fastest", Mode.AverageTime);
    double p99 = p99(run("fastest", Mode.SampleTime));
    RunResult plans = run("plan", Mode.SampleTime);
    double planP99 = p99(plans);
    double allocated = allocation(average);
    double result = resultBytes();
    Cost cost =
        new Cost(
            average.getPrimaryResult().getScore(),
            p99,
            allocated,
            result,
            plans.getPrimaryResult().getScore(),
            planP99,
            PlanQuality.all(Checkout.find().profiles()),
            List.of(
                Claim.atMost("a decision takes", LIMIT_US, p99, "µs (p99)"),
                Claim.atMost(
                    "a decision allocates beyond its result",
                    LIMIT_BYTES,
                    allocated - result,
                    "bytes"),
                Claim.atMost("a plan for 64 images takes", PLAN_LIMIT_US, planP99, "µs (p99)")));
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

  private static double p99(RunResult samples) {
    return samples.getPrimaryResult().getStatistics().getPercentile(99);
  }

  private RunResult run(String benchmark, Mode mode) throws IOException, FailedException {
    Path log = Files.createDirectories(Checkout.find().workFolder("bench")).resolve("jmh.log");
    Options options =
        new OptionsBuilder()
            .include(DecisionBenchmark.class.getName() + "." + benchmark + "$")
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

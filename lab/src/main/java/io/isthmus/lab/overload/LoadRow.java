package io.isthmus.lab.overload;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.isthmus.cli.Statistics;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What came of one load, all rounds together; in JSON and CSV all of it is one flat row.
 *
 * @param target {@code edge} or {@code device}
 * @param load offered rate as a multiple of the capacity
 * @param rates what came and what was answered
 * @param times of the accepted
 * @param failures what was refused, or failed
 * @param reportedQueueMs mean wait that answers and refusals told; NaN of a device
 * @param meanCut where a device cut, on average: 0 is all on the edge, L all on the device; NaN of
 *     an edge
 * @param limit how many might be inside at the end
 */
record LoadRow(
    String target,
    double load,
    @JsonUnwrapped Rates rates,
    @JsonUnwrapped Times times,
    @JsonUnwrapped Failures failures,
    double reportedQueueMs,
    double meanCut,
    int limit) {

  /**
   * Requests and answers.
   *
   * @param offeredPerS requests that really came, per second
   * @param goodputPerS answers per second
   */
  record Rates(double offeredPerS, double goodputPerS) {}

  /**
   * Times of the accepted, in milliseconds.
   *
   * @param p50Ms median
   * @param p99Ms 99th percentile
   */
  record Times(double p50Ms, double p99Ms) {

    private static Times of(List<Double> ms) {
      return new Times(Statistics.median(ms), Statistics.quantile(ms, 0.99));
    }
  }

  /**
   * What was refused, or failed.
   *
   * @param refusedPercent of those that came
   * @param failedPercent answered with neither 200 nor 503
   * @param refusedAfterMs median time to a refusal; NaN where none was refused
   * @param retryAfterS mean time that refusals told; NaN where none was refused
   * @param acceptedAgainPercent of those that came back after that time; NaN where none did
   */
  record Failures(
      double refusedPercent,
      double failedPercent,
      double refusedAfterMs,
      double retryAfterS,
      double acceptedAgainPercent) {

    private static Failures of(List<LoadSample> samples, List<LoadSample> again) {
      return new Failures(
          percent(samples, LoadSample::refused),
          percent(samples, s -> !s.accepted() && !s.refused()),
          Statistics.median(values(samples, LoadSample::refused, LoadSample::ms)),
          Statistics.mean(values(samples, LoadSample::refused, LoadSample::retryAfterSeconds)),
          percent(again, LoadSample::accepted));
    }
  }

  /** Sums up what came of a load in all rounds. */
  static LoadRow of(String target, double load, List<Round> rounds) {
    double seconds = rounds.stream().mapToDouble(Round::seconds).sum();
    List<LoadSample> samples = rounds.stream().flatMap(round -> round.measured().stream()).toList();
    List<Double> times = values(samples, LoadSample::accepted, LoadSample::ms);
    List<LoadSample> again =
        rounds.stream()
            .flatMap(round -> round.samples().stream())
            .filter(LoadSample::again)
            .toList();
    return new LoadRow(
        target,
        load,
        new Rates(samples.size() / seconds, times.size() / seconds),
        Times.of(times),
        Failures.of(samples, again),
        Statistics.mean(values(samples, s -> !Double.isNaN(s.queueMs()), LoadSample::queueMs)),
        Statistics.mean(values(samples, s -> !Double.isNaN(s.cut()), LoadSample::cut)),
        rounds.get(rounds.size() - 1).limit());
  }

  private static List<Double> values(
      List<LoadSample> samples, Predicate<LoadSample> which, ToDoubleFunction<LoadSample> value) {
    Stream<LoadSample> chosen = samples.stream().filter(which);
    return chosen.mapToDouble(value).boxed().toList();
  }

  private static double percent(List<LoadSample> samples, Predicate<LoadSample> which) {
    return samples.isEmpty()
        ? Double.NaN
        : 100.0 * samples.stream().filter(which).count() / samples.size();
  }

  /** Whether nearly all that came was answered. */
  boolean keepsUp() {
    return rates.goodputPerS() >= 0.95 * rates.offeredPerS();
  }
}

package io.isthmus.lab.overload;

import io.isthmus.cli.Statistics;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What came of one load, all rounds together.
 *
 * @param target {@code edge} or {@code device}
 * @param load offered rate as a multiple of the capacity
 * @param offeredPerS requests that really came, per second
 * @param goodputPerS answers per second
 * @param p50Ms median time of the accepted
 * @param p99Ms 99th percentile of the same
 * @param refusedPercent of those that came
 * @param failedPercent answered with neither 200 nor 503
 * @param refusedAfterMs median time to a refusal; NaN where none was refused
 * @param retryAfterS mean time that refusals told; NaN where none was refused
 * @param acceptedAgainPercent of those that came back after that time; NaN where none did
 * @param reportedQueueMs mean wait that answers and refusals told; NaN of a device
 * @param meanCut where a device cut, on average: 0 is all on the edge, L all on the device; NaN of
 *     an edge
 * @param limit how many might be inside at the end
 */
record LoadRow(
    String target,
    double load,
    double offeredPerS,
    double goodputPerS,
    double p50Ms,
    double p99Ms,
    double refusedPercent,
    double failedPercent,
    double refusedAfterMs,
    double retryAfterS,
    double acceptedAgainPercent,
    double reportedQueueMs,
    double meanCut,
    int limit) {

  /** Sums up what came of a load in all rounds. */
  static LoadRow of(String target, double load, List<Round> rounds) {
    double seconds = rounds.stream().mapToDouble(Round::seconds).sum();
    List<Shot> shots = rounds.stream().flatMap(round -> round.measured().stream()).toList();
    List<Double> times = values(shots, Shot::accepted, Shot::ms);
    List<Shot> again =
        rounds.stream().flatMap(round -> round.shots().stream()).filter(Shot::again).toList();
    return new LoadRow(
        target,
        load,
        shots.size() / seconds,
        times.size() / seconds,
        Statistics.median(times),
        Statistics.quantile(times, 0.99),
        percent(shots, Shot::refused),
        percent(shots, s -> !s.accepted() && !s.refused()),
        Statistics.median(values(shots, Shot::refused, Shot::ms)),
        Statistics.mean(values(shots, Shot::refused, Shot::retryAfterSeconds)),
        percent(again, Shot::accepted),
        Statistics.mean(values(shots, s -> !Double.isNaN(s.queueMs()), Shot::queueMs)),
        Statistics.mean(values(shots, s -> !Double.isNaN(s.cut()), Shot::cut)),
        rounds.get(rounds.size() - 1).limit());
  }

  private static List<Double> values(
      List<Shot> shots, Predicate<Shot> which, ToDoubleFunction<Shot> value) {
    Stream<Shot> chosen = shots.stream().filter(which);
    return chosen.mapToDouble(value).boxed().toList();
  }

  private static double percent(List<Shot> shots, Predicate<Shot> which) {
    return shots.isEmpty()
        ? Double.NaN
        : 100.0 * shots.stream().filter(which).count() / shots.size();
  }

  /** Whether nearly all that came was answered. */
  boolean keepsUp() {
    return goodputPerS >= 0.95 * offeredPerS;
  }
}

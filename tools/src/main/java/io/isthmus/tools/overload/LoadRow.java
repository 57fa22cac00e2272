package io.isthmus.tools.overload;

import io.isthmus.tools.Statistics;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What came of one load.
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

  /** Until then the limit may still be adapting to the load. */
  private static final double WARM_UP = 0.2;

  /** Sums a run of that length up. */
  static LoadRow of(String target, double load, Duration run, int limit, List<Shot> all) {
    double runMs = run.toNanos() / 1e6;
    double fromMs = WARM_UP * runMs;
    double seconds = (runMs - fromMs) / 1000;
    List<Shot> shots = all.stream().filter(s -> !s.again() && s.atMs() >= fromMs).toList();
    List<Double> times = values(shots, Shot::accepted, Shot::ms);
    List<Shot> again = all.stream().filter(Shot::again).toList();
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
        limit);
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

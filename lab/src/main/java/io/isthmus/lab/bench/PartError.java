package io.isthmus.lab.bench;

import io.isthmus.cli.Statistics;
import java.util.List;
import java.util.Locale;

/**
 * How far predictions of one part were from what was measured.
 *
 * @param part which, in lower case
 * @param meanMs mean absolute error in milliseconds
 * @param ofTotal mean over the requests of the absolute error as a part of that request's measured
 *     total, in percent; where the parts err in different directions they make up for each other in
 *     the total
 * @param biasMs mean error with its sign, in milliseconds; positive where too much was predicted
 */
record PartError(String part, double meanMs, double ofTotal, double biasMs) {

  static PartError of(Part part, List<Observation> observations) {
    List<Double> errors = observations.stream().map(o -> o.errorMs(part)).toList();
    List<Double> shares =
        observations.stream()
            .map(o -> 100 * Math.abs(o.errorMs(part)) / o.measured().total())
            .toList();
    return new PartError(
        part.name().toLowerCase(Locale.ROOT),
        Statistics.mean(errors.stream().map(Math::abs).toList()),
        Statistics.mean(shares),
        Statistics.mean(errors));
  }
}

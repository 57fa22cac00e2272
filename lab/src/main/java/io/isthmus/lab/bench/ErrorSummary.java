package io.isthmus.lab.bench;

import io.isthmus.cli.Statistics;
import java.util.List;

/**
 * How far predictions of the total were from what was measured, in percent of that.
 *
 * @param group which requests
 * @param requests how many
 * @param mean of the absolute errors
 * @param median of the same
 * @param p90 nine in ten of the same are below
 * @param bias mean of the errors with their signs; positive where too much was predicted
 */
record ErrorSummary(
    String group, int requests, double mean, double median, double p90, double bias) {

  static ErrorSummary of(String group, List<Observation> observations) {
    List<Double> errors = observations.stream().map(o -> 100 * o.error()).toList();
    List<Double> absolute = errors.stream().map(Math::abs).toList();
    return new ErrorSummary(
        group,
        errors.size(),
        Statistics.mean(absolute),
        Statistics.median(absolute),
        Statistics.quantile(absolute, 0.9),
        Statistics.mean(errors));
  }
}

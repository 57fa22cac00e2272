package io.isthmus.service.observability;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * The bounds of the histograms. They are the same everywhere, so that quantiles can be taken over
 * devices and edges, and few: each is a time series for every combination of tags.
 */
public final class HistogramBuckets {

  private static final Duration[] TIMES =
      IntStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 30000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private static final double[] RATIOS = {0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5};

  private static final double[] COUNTS = {1, 2, 4, 8, 16, 32, 64};

  private HistogramBuckets() {}

  /** A timer from 1 ms to 30 s. */
  public static Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(TIMES);
  }

  /** A summary of ratios, from 0.01 to 5. */
  public static DistributionSummary.Builder ratio(String name, String description) {
    return DistributionSummary.builder(name)
        .description(description)
        .serviceLevelObjectives(RATIOS);
  }

  /** A summary of numbers of things, from 1 to 64. */
  public static DistributionSummary.Builder count(String name, String description, String things) {
    return DistributionSummary.builder(name)
        .description(description)
        .baseUnit(things)
        .serviceLevelObjectives(COUNTS);
  }
}

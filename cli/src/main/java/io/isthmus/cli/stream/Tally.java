package io.isthmus.cli.stream;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Counts what becomes of frames, over a whole stream or over a part of it. Not thread-safe.
 * Latencies and ages are kept in a histogram of three digits, so their memory does not grow.
 */
final class Tally {

  private static final int DIGITS = 3;
  private static final double UNIT_MS = 1e-3;

  private final Histogram latencies = new Histogram(DIGITS);
  private final Histogram ages = new Histogram(DIGITS);
  private final Map<String, Integer> cuts = new TreeMap<>();
  private int answered;
  private int late;
  private int refused;
  private int failed;

  /**
   * The figures.
   *
   * @param answered frames with an answer
   * @param late frames that missed their deadline
   * @param refused frames that the device had no room for
   * @param failed frames without an answer for another reason
   * @param dropped frames that were never sent, since a newer one was there first
   * @param framesPerSecond answered ones
   * @param latencyMs from a frame's capture to its answer
   * @param ageMs how old the newest answered frame was, looked at regularly
   * @param cuts how many frames were answered with each cut and encoding
   */
  record Figures(
      int answered,
      int late,
      int refused,
      int failed,
      long dropped,
      double framesPerSecond,
      Percentiles latencyMs,
      Percentiles ageMs,
      Map<String, Integer> cuts) {}

  /** Median and 99th percentile in milliseconds; 0 of nothing. */
  record Percentiles(double p50, double p99) {

    private static Percentiles of(Histogram histogram) {
      return new Percentiles(
          histogram.getValueAtPercentile(50) * UNIT_MS,
          histogram.getValueAtPercentile(99) * UNIT_MS);
    }
  }

  /** A frame has come to its end. */
  void add(FrameAnswer answer) {
    switch (answer.status()) {
      case ANSWERED -> {
        answered++;
        latencies.recordValue((long) (answer.latencyMs() / UNIT_MS));
        String cut = answer.cut();
        if (cut != null) {
          cuts.merge(cut, 1, Integer::sum);
        }
      }
      case LATE -> late++;
      case REFUSED -> refused++;
      case FAILED -> failed++;
    }
  }

  /** So old is the newest answered frame just now. */
  void age(double ms) {
    ages.recordValue((long) (ms / UNIT_MS));
  }

  /** The figures of a time in which so many frames were dropped. */
  Figures figures(double seconds, long dropped) {
    return new Figures(
        answered,
        late,
        refused,
        failed,
        dropped,
        seconds > 0 ? answered / seconds : 0,
        Percentiles.of(latencies),
        Percentiles.of(ages),
        Collections.unmodifiableMap(new TreeMap<>(cuts)));
  }
}

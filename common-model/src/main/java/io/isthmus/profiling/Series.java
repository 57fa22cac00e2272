package io.isthmus.profiling;

import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What has been measured of one batch size. */
final class Series {

  private static final int MIN_REPEATS = Profiler.MIN_REPEATS;
  private static final int MAX_REPEATS = 15;
  private static final Timing RESIZED_WHILE_DECODED = new Timing(0, 0);

  private final int batch;
  private final List<Double> decode = new ArrayList<>();
  private final List<Double> encode = new ArrayList<>();
  private double measuredMs;

  Series(int batch) {
    this.batch = batch;
  }

  int batch() {
    return batch;
  }

  /**
   * Notes a repetition.
   *
   * @param tookMs all of it
   */
  void add(double decodeMs, double encodeMs, double tookMs) {
    decode.add(decodeMs);
    encode.add(encodeMs);
    measuredMs += tookMs;
  }

  /** Whether it was repeated as often as is needed at least. */
  boolean hasSome() {
    return decode.size() >= MIN_REPEATS;
  }

  /** Whether it was repeated often enough to have been measured for so long. */
  boolean hasEnough(Duration time) {
    return decode.size() >= MAX_REPEATS || (hasSome() && measuredMs >= time.toNanos() / 1e6);
  }

  BatchTimings summary(List<Timing> units) {
    return new BatchTimings(
        batch, true, units, timing(decode), RESIZED_WHILE_DECODED, timing(encode));
  }

  private static Timing timing(List<Double> laps) {
    return Timing.of(laps.stream().mapToDouble(Double::doubleValue).toArray());
  }
}

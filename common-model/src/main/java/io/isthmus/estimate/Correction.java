package io.isthmus.estimate;

/**
 * How much slower than its profile a machine runs: the live k of the cost model. It follows
 * measured over predicted time, by half of every new sample on a logarithmic scale, and forgets
 * towards 1. What has faded is not lost: a sample that confirms it restores it.
 *
 * @param factor at {@code atNanos}
 * @param atNanos time of the last sample, on the caller's monotonic clock
 */
public record Correction(double factor, long atNanos) {

  /** A machine that keeps to its profile. */
  public static final Correction NONE = new Correction(1, 0);

  private static final double MIN = 1.0 / 8;
  private static final double MAX = 64;
  private static final double GAIN = 0.5;
  private static final double HALF_LIFE_NANOS = 60e9;

  /** Times below this are too short to tell a machine's speed, in milliseconds. */
  private static final double MIN_MS = 0.5;

  /** The factor as it can be expected now. */
  public double at(long nowNanos) {
    double weight = Math.pow(0.5, Math.max(0, nowNanos - atNanos) / HALF_LIFE_NANOS);
    return Math.pow(factor, weight);
  }

  /**
   * The state after a measurement.
   *
   * @param measuredMs what it took
   * @param profiledMs what the profile says, uncorrected
   */
  public Correction next(double measuredMs, double profiledMs, long nowNanos) {
    if (!(measuredMs >= MIN_MS && profiledMs >= MIN_MS)
        || !Double.isFinite(measuredMs + profiledMs)) {
      return this;
    }
    double sample = Math.max(MIN, Math.min(MAX, measuredMs / profiledMs));
    double faded = at(nowNanos);
    double nearest = Math.max(Math.min(faded, factor), Math.min(Math.max(faded, factor), sample));
    return new Correction(nearest * Math.pow(sample / nearest, GAIN), nowNanos);
  }
}

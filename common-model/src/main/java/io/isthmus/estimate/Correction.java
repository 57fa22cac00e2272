package io.isthmus.estimate;

/**
 * How much slower than its profile a machine runs: the live k of the cost model. It follows
 * measured over predicted time on a logarithmic scale: what may be noise enters by a part, what
 * cannot be enters almost wholly, so that a machine that throttles is known for it after one
 * computation. It forgets towards 1, soon where a single computation said so and late where several
 * agreed. What has faded is not lost: a sample that confirms it restores it.
 *
 * @param factor at {@code atNanos}
 * @param agreeing how many of the latest samples in a row agreed with the factor, at most {@value
 *     #MOST_AGREEING}
 * @param atNanos time of the last sample, on the caller's monotonic clock
 */
public record Correction(double factor, int agreeing, long atNanos) {

  /** A machine that keeps to its profile. */
  public static final Correction NONE = new Correction(1, 0, 0);

  private static final double MIN = 1.0 / 8;
  private static final double MAX = 64;

  /** Standard deviation of ln(measured / predicted) on a machine that has not changed. */
  private static final double NOISE = 0.15;

  /** One computation may have been held up by a pause: it moves the factor by no more than this. */
  private static final double LARGEST_STEP = Math.log(8);

  /** Samples agree within this factor. */
  private static final double AGREES = Math.log(1.5);

  static final int MOST_AGREEING = 3;

  /** After one sample; doubles with each that agrees. */
  private static final double HALF_LIFE_NANOS = 10e9;

  /** Times below this are too short to tell a machine's speed, in milliseconds. */
  private static final double MIN_MS = 0.5;

  /** The factor as it can be expected now. */
  public double at(long nowNanos) {
    double halfLife = HALF_LIFE_NANOS * (1 << agreeing);
    double weight = Math.pow(0.5, Math.max(0, nowNanos - atNanos) / halfLife);
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
    double surprise = Math.log(sample / nearest);
    boolean agrees = Math.abs(surprise) < AGREES;
    double gain = Math.max(0.3, Math.abs(surprise) / (Math.abs(surprise) + NOISE));
    double step = Math.max(-LARGEST_STEP, Math.min(LARGEST_STEP, gain * surprise));
    return new Correction(
        Math.max(MIN, Math.min(MAX, nearest * Math.exp(step))),
        agrees ? Math.min(MOST_AGREEING, agreeing + 1) : 0,
        nowNanos);
  }
}

package io.isthmus.estimate;

/**
 * How much slower than its profile a machine runs: the live k of the cost model. It follows
 * measured over predicted time on a logarithmic scale. What may be noise enters by a part; a
 * surprise enters by half, for it may be a pause, and almost wholly once the next sample confirms
 * it: a machine that throttles is known for it after two computations. It forgets towards 1, soon
 * where a single computation said so and late where several agreed. What has faded is not lost: a
 * sample that confirms it restores it.
 *
 * @param factor at {@code atNanos}
 * @param agreeing how many of the latest samples in a row agreed with the factor, at most {@value
 *     #MOST_AGREEING}
 * @param surprise direction of the last sample if it was a surprise: 1 slower, −1 faster; else 0
 * @param atNanos time of the last sample, on the caller's monotonic clock
 */
public record SlowdownEstimate(double factor, int agreeing, int surprise, long atNanos) {

  /** A machine that keeps to its profile. */
  public static final SlowdownEstimate NONE = new SlowdownEstimate(1, 0, 0, 0);

  private static final double MIN = 1.0 / 8;
  private static final double MAX = 64;

  /** Samples agree within this factor; what lies beyond is a surprise. */
  private static final double AGREES = Math.log(1.35);

  static final int MOST_AGREEING = 3;

  private static final double NOISE_GAIN = 0.2;
  private static final double SURPRISE_GAIN = 0.5;
  private static final double CONFIRMED_GAIN = 0.9;

  /** After one sample; doubles with each that agrees. */
  private static final double HALF_LIFE_NANOS = 10e9;

  /** A computation of this length enters by half of its gain: short ones are noisier. */
  private static final double HALF_TRUST_MS = 3;

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
  public SlowdownEstimate next(double measuredMs, double profiledMs, long nowNanos) {
    if (!(measuredMs >= MIN_MS && profiledMs >= MIN_MS)
        || !Double.isFinite(measuredMs + profiledMs)) {
      return this;
    }
    double sample = Math.max(MIN, Math.min(MAX, measuredMs / profiledMs));
    double faded = at(nowNanos);
    double nearest = Math.max(Math.min(faded, factor), Math.min(Math.max(faded, factor), sample));
    double off = Math.log(sample / nearest);
    boolean agrees = Math.abs(off) < AGREES;
    double next = nearest * Math.exp(gain(off, agrees, profiledMs) * off);
    return new SlowdownEstimate(
        Math.max(MIN, Math.min(MAX, next)),
        agrees ? Math.min(MOST_AGREEING, agreeing + 1) : 0,
        agrees ? 0 : (int) Math.signum(off),
        nowNanos);
  }

  private double gain(double off, boolean agrees, double profiledMs) {
    if (surprise != 0 && surprise == (int) Math.signum(off)) {
      return CONFIRMED_GAIN;
    }
    double trust = profiledMs / (profiledMs + HALF_TRUST_MS);
    return trust * (agrees ? NOISE_GAIN : SURPRISE_GAIN);
  }
}

package io.isthmus.estimate;

/**
 * What is believed of the link. The rate comes from what the edge saw arrive, so its computing
 * never counts as transfer; the round trip is what remains of an exchange after transfer and
 * computing.
 *
 * <p>The rate is followed by a Kalman filter of one dimension on its logarithm, since rates differ
 * by factors: {@code variance} is that of the logarithm's error, it grows with age, and a sample
 * counts the more the less is known and the longer its arrival could be timed. A sample that noise
 * cannot explain is taken as the link's new state: links step. Immutable: the next state is a
 * function of this one and a sample.
 *
 * @param bytesPerMs rate in bytes per millisecond; 0 before the first sample
 * @param variance of the error of ln(rate), when it was measured
 * @param rttMs round trip in milliseconds
 * @param rateNanos when the rate was last measured, on the caller's monotonic clock
 * @param stepNanos when it was last seen to step
 */
public record LinkEstimate(
    double bytesPerMs, double variance, double rttMs, long rateNanos, long stepNanos) {

  /** A link that has not stepped for so long is a calm one. */
  private static final long CALM_NANOS = 30_000_000_000L;

  /** Before the first sample. */
  public static final LinkEstimate UNKNOWN = new LinkEstimate(0, 0, 0, 0, 0);

  /** A body of a packet or two says nothing of the rate. */
  static final long MIN_BYTES = 4 * 1024;

  /** A shorter arrival cannot be timed; what took less is as fast as if it had taken this. */
  static final double MIN_RECEIVE_MS = 0.2;

  /** A body this large tells the rate also where it arrives faster than can be timed. */
  static final long ALWAYS_TELLS_BYTES = 256 * 1024;

  /** A rate of 100 GB/s is beyond any link; 10 B/s is none at all. */
  private static final double MAX_BYTES_PER_MS = 1e8;

  private static final double MIN_BYTES_PER_MS = 0.01;

  private static final double MAX_RTT_MS = 60_000;

  /** Standard deviation of the time at which either end of an arrival is noticed. */
  private static final double TIMING_NOISE_MS = 0.5;

  /** Variance of ln(rate) that is left however long an arrival is. */
  private static final double FLOOR = 0.02 * 0.02;

  /** Part of a transfer, as the device saw it, that an arrival takes at least. */
  private static final double SEEN_HERE = 0.75;

  /** How fast a link walks: growth of the variance in a second. */
  private static final double DRIFT_PER_SECOND = 0.02;

  /** An estimate that may be wrong by a factor of ten is none. */
  private static final double UNKNOWN_VARIANCE = Math.log(10) * Math.log(10);

  /** However coarsely the first arrival was timed, something is known after it. */
  private static final double FIRST_VARIANCE = 2;

  /** A sample beyond so many standard deviations is not noise but a step of the link. */
  private static final double STEP_SIGMAS = 2.5;

  /**
   * A step may have come in the middle of the arrival that showed it, whose rate is then a mixture:
   * it may be wrong by a factor of two until another one confirms it.
   */
  private static final double STEP_VARIANCE = Math.log(2) * Math.log(2);

  /** After an exchange was given up only a bound of the rate is known. */
  private static final double BOUND_VARIANCE = 0.5;

  /** How much of a new round trip enters the estimate. */
  private static final double RTT_GAIN = 0.5;

  /** The same for one below a quarter of the estimate, which must have come from a pause. */
  private static final double RTT_FALL_GAIN = 0.8;

  /** A round trip counts as at most four times the estimate and this: a pause is no round trip. */
  private static final double RTT_RISE_MS = 20;

  /** Whether the rate is known well enough to decide by, at that time. */
  public boolean known(long nowNanos) {
    return measured() && varianceAt(nowNanos) < UNKNOWN_VARIANCE;
  }

  /**
   * How far the rate can be trusted at that time: 1 is exact, 0.5 says that it may be wrong by a
   * factor of two (one standard deviation), 0 that nothing is known.
   */
  public double confidence(long nowNanos) {
    return measured() ? Math.exp(-Math.sqrt(varianceAt(nowNanos))) : 0;
  }

  /** Whether it has been long without a step. */
  boolean isCalm(long nowNanos) {
    return nowNanos - stepNanos > CALM_NANOS;
  }

  /**
   * How long ago the rate was measured; 0 if the clock went backwards, and longer than anything if
   * it never was: a monotonic clock may start anywhere.
   */
  public long ageNanos(long nowNanos) {
    return measured() ? Math.max(0, nowNanos - rateNanos) : Long.MAX_VALUE;
  }

  private boolean measured() {
    return bytesPerMs > 0;
  }

  private double varianceAt(long nowNanos) {
    return variance + DRIFT_PER_SECOND * ageNanos(nowNanos) / 1e9;
  }

  /** The state after a sample. A sample that cannot be true changes nothing. */
  public LinkEstimate next(LinkSample sample, long nowNanos) {
    if (!sample.plausible()) {
      return this;
    }
    LinkEstimate rated = tellsRate(sample) ? rated(sample, nowNanos) : this;
    double rtt = nextRtt(sample, rated.bytesPerMs);
    return new LinkEstimate(
        rated.bytesPerMs, rated.variance, rtt, rated.rateNanos, rated.stepNanos);
  }

  private static boolean tellsRate(LinkSample sample) {
    return sample.upBytes() >= ALWAYS_TELLS_BYTES
        || (sample.upBytes() >= MIN_BYTES && sample.arrivalMs() >= MIN_RECEIVE_MS);
  }

  private LinkEstimate rated(LinkSample sample, long nowNanos) {
    boolean seen = sample.arrivalMs() >= MIN_RECEIVE_MS;
    double lengthMs =
        Math.max(MIN_RECEIVE_MS, seen ? sample.arrivalMs() : sample.upPart(sample.elsewhereMs()));
    if (!known(nowNanos)) {
      double rate = bounded(sample.upBytes() / lengthMs);
      double first = seen ? Math.min(FIRST_VARIANCE, noise(lengthMs, lengthMs)) : FIRST_VARIANCE;
      return new LinkEstimate(rate, first, rttMs, nowNanos, nowNanos);
    }
    if (seen) {
      return timed(sample, nowNanos);
    }
    return unseen(bounded(sample.upBytes() / lengthMs), nowNanos);
  }

  /**
   * The state after an arrival that nobody saw: the link is at least as fast as the whole exchange
   * needs. Not faster, however slow the round trip is believed to be: what a rate that is too high
   * leaves unexplained looks like a slow round trip, and would prove itself.
   */
  private LinkEstimate unseen(double atLeast, long nowNanos) {
    double before = varianceAt(nowNanos);
    double surprise = Math.log(atLeast / bytesPerMs);
    if (surprise <= 0) {
      double left = before * FIRST_VARIANCE / (before + FIRST_VARIANCE);
      return new LinkEstimate(bytesPerMs, left, rttMs, nowNanos, stepNanos);
    }
    boolean stepped = surprise * surprise > STEP_SIGMAS * STEP_SIGMAS * before;
    double left = stepped ? Math.max(before, STEP_VARIANCE) : before;
    return new LinkEstimate(atLeast, left, rttMs, nowNanos, stepped ? nowNanos : stepNanos);
  }

  private LinkEstimate timed(LinkSample sample, long nowNanos) {
    double believedMs = sample.upBytes() / bytesPerMs;
    double lengthMs = length(sample, believedMs);
    double bounded = bounded(sample.upBytes() / lengthMs);
    double noise = noise(lengthMs, believedMs);
    double surprise = Math.log(bounded / bytesPerMs);
    double before = varianceAt(nowNanos);
    boolean stepped = surprise * surprise > STEP_SIGMAS * STEP_SIGMAS * (before + noise);
    double uncertain = stepped ? surprise * surprise : before;
    double gain = uncertain / (uncertain + noise);
    double left = Math.max((1 - gain) * uncertain, stepped ? STEP_VARIANCE : 0);
    long lastStep = stepped ? nowNanos : stepNanos;
    double next = bytesPerMs * Math.exp(gain * surprise);
    return new LinkEstimate(next, left, rttMs, nowNanos, lastStep);
  }

  private static double bounded(double rate) {
    return Math.max(MIN_BYTES_PER_MS, Math.min(MAX_BYTES_PER_MS, rate));
  }

  /**
   * How long the body took to arrive. An edge that looked late found much of it there already, and
   * saw it arrive too fast: what is faster than was believed counts only as far as the device saw
   * the exchange shorten, too.
   */
  private double length(LinkSample sample, double believedMs) {
    double upMs = sample.upPart(sample.elsewhereMs() - rttMs);
    double least = Math.min(believedMs, SEEN_HERE * upMs);
    return Math.max(sample.arrivalMs(), least);
  }

  /**
   * Variance of ln(rate) as measured by an arrival that took one time where another was believed.
   * Where it was shorter the geometric mean of both serves for its length, so that a link that
   * became much faster is not doubted for the very shortness that shows it.
   */
  private static double noise(double lengthMs, double believedMs) {
    double squared = lengthMs * Math.max(lengthMs, believedMs);
    return FLOOR + TIMING_NOISE_MS * TIMING_NOISE_MS / squared;
  }

  /**
   * The state after an exchange of {@code upBytes} that was given up after {@code elapsedMs}: the
   * rate cannot have been higher than what would just have sufficed.
   */
  public LinkEstimate gaveUp(long upBytes, double elapsedMs, long nowNanos) {
    if (upBytes < MIN_BYTES || !(elapsedMs >= 1 && Double.isFinite(elapsedMs))) {
      return this;
    }
    double bound = Math.max(MIN_BYTES_PER_MS, Math.min(MAX_BYTES_PER_MS, upBytes / elapsedMs));
    return known(nowNanos) && bound >= bytesPerMs
        ? this
        : new LinkEstimate(bound, Math.max(variance, BOUND_VARIANCE), rttMs, nowNanos, nowNanos);
  }

  private double nextRtt(LinkSample sample, double rate) {
    double answerMs = rate > 0 ? sample.downBytes() / rate : 0;
    double upMs =
        sample.arrivalMs() > 0 || rate == 0 ? sample.arrivalMs() : sample.upBytes() / rate;
    double measured = sample.exchangeMs() - upMs - sample.serverMs() - answerMs;
    double bounded = Math.max(0, Math.min(MAX_RTT_MS, measured));
    if (rttMs == 0 && !measured()) {
      return bounded;
    }
    double limited = Math.min(bounded, 4 * rttMs + RTT_RISE_MS);
    double gain = limited < rttMs / 4 ? RTT_FALL_GAIN : RTT_GAIN;
    return rttMs + gain * (limited - rttMs);
  }
}

package io.isthmus.estimate;

/**
 * What is believed of the link. The rate comes from what the edge saw arrive, so its computing
 * never counts as transfer; the round trip is what remains of an exchange after transfer and
 * computing. Immutable: the next state is a function of this one and a sample.
 *
 * @param bytesPerMs rate in bytes per millisecond; 0 while unknown
 * @param rttMs round trip in milliseconds
 * @param rateNanos when the rate was last measured, on the caller's monotonic clock
 */
public record LinkEstimate(double bytesPerMs, double rttMs, long rateNanos) {

  /** Before the first sample. */
  public static final LinkEstimate UNKNOWN = new LinkEstimate(0, 0, 0);

  /** A body that fits in the socket buffers says nothing of the rate, unless it arrives slowly. */
  static final long MIN_BYTES = 8 * 1024;

  /** A shorter arrival is measured too coarsely. */
  static final double MIN_RECEIVE_MS = 0.2;

  /** A rate of 100 GB/s is beyond any link; 10 B/s is none at all. */
  private static final double MAX_BYTES_PER_MS = 1e8;

  private static final double MIN_BYTES_PER_MS = 0.01;

  private static final double MAX_RTT_MS = 60_000;

  /** How much of a new round trip enters the estimate. */
  private static final double RTT_GAIN = 0.3;

  /** The same for one below a quarter of the estimate, which must have come from a pause. */
  private static final double RTT_FALL_GAIN = 0.8;

  /** A round trip counts as at most four times the estimate and this: a pause is no round trip. */
  private static final double RTT_RISE_MS = 20;

  /**
   * An arrival of this length enters the rate by half, longer ones by more: the timing noise of an
   * arrival is about the same whatever its length.
   */
  private static final double HALF_TRUST_MS = 1.5;

  /** An arrival that is faster than was believed by more than this factor is not noise. */
  private static final double BEYOND_NOISE = 8;

  /** Whether the rate has been measured. */
  public boolean known() {
    return bytesPerMs > 0;
  }

  /** How long ago the rate was measured; 0 if the clock went backwards. */
  public long ageNanos(long nowNanos) {
    return Math.max(0, nowNanos - rateNanos);
  }

  /** The state after a sample. A sample that cannot be true changes nothing. */
  public LinkEstimate next(LinkSample sample, long nowNanos) {
    if (!plausible(sample)) {
      return this;
    }
    boolean tellsRate = sample.upBytes() >= MIN_BYTES && sample.receiveMs() >= MIN_RECEIVE_MS;
    double rate = tellsRate ? nextRate(sample) : bytesPerMs;
    return new LinkEstimate(rate, nextRtt(sample, rate), tellsRate ? nowNanos : rateNanos);
  }

  /**
   * The state after an exchange of {@code upBytes} that was given up after {@code elapsedMs}: the
   * rate cannot have been higher than what would just have sufficed.
   */
  public LinkEstimate gaveUp(long upBytes, double elapsedMs, long nowNanos) {
    if (!known() || upBytes < MIN_BYTES || !(elapsedMs >= 1 && Double.isFinite(elapsedMs))) {
      return this;
    }
    double bound = Math.max(MIN_BYTES_PER_MS, upBytes / elapsedMs);
    return new LinkEstimate(Math.min(bytesPerMs, bound), rttMs, nowNanos);
  }

  private static boolean plausible(LinkSample s) {
    return s.upBytes() >= 0
        && s.downBytes() >= 0
        && s.receiveMs() >= 0
        && s.serverMs() >= 0
        && s.exchangeMs() > 0
        && s.exchangeMs() < Double.POSITIVE_INFINITY
        && s.receiveMs() <= s.exchangeMs();
  }

  /** Geometric mean of old and new, since rates differ by factors. */
  private double nextRate(LinkSample sample) {
    double measured =
        Math.max(
            MIN_BYTES_PER_MS, Math.min(MAX_BYTES_PER_MS, sample.upBytes() / sample.receiveMs()));
    if (!known()) {
      return measured;
    }
    double believedMs = sample.upBytes() / bytesPerMs;
    double lengthMs = Math.max(sample.receiveMs(), believedMs / BEYOND_NOISE);
    double trust = lengthMs / (lengthMs + HALF_TRUST_MS);
    return bytesPerMs * Math.pow(measured / bytesPerMs, trust);
  }

  private double nextRtt(LinkSample sample, double rate) {
    double answerMs = rate > 0 ? sample.downBytes() / rate : 0;
    double measured = sample.exchangeMs() - sample.receiveMs() - sample.serverMs() - answerMs;
    double bounded = Math.max(0, Math.min(MAX_RTT_MS, measured));
    if (rttMs == 0 && !known()) {
      return bounded;
    }
    double limited = Math.min(bounded, 4 * rttMs + RTT_RISE_MS);
    double gain = limited < rttMs / 4 ? RTT_FALL_GAIN : RTT_GAIN;
    return rttMs + gain * (limited - rttMs);
  }
}

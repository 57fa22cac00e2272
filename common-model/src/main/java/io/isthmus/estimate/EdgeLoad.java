package io.isthmus.estimate;

/**
 * What is believed of the edge's load. This device's own tails tell it best: how long they had to
 * wait, which depends on when they come, and how long they ran. Where none has run the edge's
 * reports do. What is old fades towards an idle edge that keeps to its profile.
 *
 * @param queueMs expected wait of a new arrival at {@code atNanos}, in milliseconds
 * @param slowdown k_e: measured over profiled time of recent tails
 * @param images the same of decoding images there
 * @param atNanos when the wait was learnt, on the caller's monotonic clock
 */
public record EdgeLoad(
    double queueMs, SlowdownEstimate slowdown, SlowdownEstimate images, long atNanos) {

  /** Nothing is known. */
  public static final EdgeLoad IDLE =
      new EdgeLoad(0, SlowdownEstimate.NONE, SlowdownEstimate.NONE, 0);

  /** A longer wait keeps every tail away as well; one wild report must be forgotten some time. */
  private static final double MAX_QUEUE_MS = 60_000;

  /** A queue is soon worked off, and others come and go. */
  private static final double HALF_LIFE_NANOS = 5e9;

  /** How much of a wait that was measured enters. */
  private static final double MEASURED_GAIN = 0.4;

  /** The same for one that the edge expects: it holds for a moment only. */
  private static final double REPORTED_GAIN = 0.25;

  /** A reported slowdown counts as if a computation of this length had shown it. */
  private static final double REPORT_MS = 10;

  /** Throws IllegalArgumentException for a wait that cannot be. */
  public EdgeLoad {
    if (!(queueMs >= 0 && queueMs <= MAX_QUEUE_MS)) {
      throw new IllegalArgumentException("not a wait: " + queueMs);
    }
  }

  /**
   * The state after a tail of this device. Times that cannot be change nothing.
   *
   * @param waitMs how long it had to wait
   * @param tailMs how long it ran
   * @param profiledMs how long the edge's profile says, uncorrected
   */
  public EdgeLoad measured(double waitMs, double tailMs, double profiledMs, long nowNanos) {
    SlowdownEstimate next = slowdown.next(tailMs, profiledMs, nowNanos);
    return next(MEASURED_GAIN, waitMs, next, nowNanos);
  }

  /** The state after images of this device were decoded there; the same. */
  public EdgeLoad decoded(double decodeMs, double profiledMs, long nowNanos) {
    SlowdownEstimate next = images.next(decodeMs, profiledMs, nowNanos);
    return next.equals(images) ? this : new EdgeLoad(queueMs, slowdown, next, atNanos);
  }

  /** The state after a report alone; one that cannot be changes nothing. */
  public EdgeLoad reported(double expectedMs, double reportedSlowdown, long nowNanos) {
    SlowdownEstimate next = slowdown.next(REPORT_MS * reportedSlowdown, REPORT_MS, nowNanos);
    return next(REPORTED_GAIN, expectedMs, next, nowNanos);
  }

  private EdgeLoad next(double gain, double waitMs, SlowdownEstimate next, long nowNanos) {
    if (!(waitMs >= 0 && Double.isFinite(waitMs))) {
      return this;
    }
    double before = expectedQueueMs(nowNanos);
    double wait = Math.min(MAX_QUEUE_MS, waitMs);
    return new EdgeLoad(before + gain * (wait - before), next, images, nowNanos);
  }

  /** W_e as it can be expected now. */
  public double expectedQueueMs(long nowNanos) {
    return queueMs * Math.pow(0.5, Math.max(0, nowNanos - atNanos) / HALF_LIFE_NANOS);
  }

  /** Measured over profiled time of decoding, as it can be expected now. */
  public double expectedImages(long nowNanos) {
    return images.at(nowNanos);
  }

  /** k_e as it can be expected now. */
  public double expectedSlowdown(long nowNanos) {
    return slowdown.at(nowNanos);
  }
}

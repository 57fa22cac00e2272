package io.isthmus.estimate;

/**
 * What sending a chunk keeps a device from its next head: the mean of what was seen, the late
 * samples counting more. A machine that is stopped meets such a stop now and then, and one sample
 * in three may be all of the cost; so it is a mean, of which a pause is cut off.
 *
 * @param ms in milliseconds; 0 while nothing has been seen
 * @param samples how many, at most {@value #MEMORY}
 */
public record SendOverheadEstimate(double ms, int samples) {

  /** Of a device that has not sent anything yet. */
  public static final SendOverheadEstimate UNKNOWN = new SendOverheadEstimate(0, 0);

  static final int MEMORY = 30;

  /** A sample is believed up to so many times the mean … */
  private static final double MOST = 4;

  /** … and this, in milliseconds. */
  private static final double MOST_MS = 5;

  /**
   * After another chunk.
   *
   * @param seenMs between the heads of that and of the next chunk
   */
  public SendOverheadEstimate next(double seenMs) {
    if (!(seenMs >= 0)) {
      return this;
    }
    int now = Math.min(MEMORY, samples + 1);
    double sample = Math.min(seenMs, MOST * ms + MOST_MS);
    return new SendOverheadEstimate(ms + (sample - ms) / now, now);
  }
}

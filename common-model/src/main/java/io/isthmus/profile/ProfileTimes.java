package io.isthmus.profile;

import java.util.List;

/**
 * Times from a profile, ready for decisions: for any stretch of the chain and any batch up to the
 * largest measured one, in milliseconds. Between measured sizes time is interpolated linearly,
 * after a running maximum over the sizes: more images never take less time.
 */
public final class ProfileTimes {

  private final int[] batches;
  private final double[][] upTo; // [batch][l]: time of units 1..l
  private final double[] image;
  private final double referencePixels;

  /** Reads the medians of a profile. */
  public ProfileTimes(TimingProfile profile) {
    List<BatchTimings> fitting = profile.batches().stream().filter(BatchTimings::fits).toList();
    batches = fitting.stream().mapToInt(BatchTimings::batch).toArray();
    upTo = new double[batches.length][profile.units().size() + 1];
    image = new double[batches.length];
    referencePixels = profile.referencePixels();
    for (int i = 0; i < batches.length; i++) {
      BatchTimings timings = fitting.get(i);
      double[] before = i == 0 ? new double[profile.units().size() + 1] : upTo[i - 1];
      for (int l = 1; l <= profile.units().size(); l++) {
        double unitBefore = before[l] - before[l - 1];
        double unit = Math.max(timings.units().get(l - 1).median(), unitBefore);
        upTo[i][l] = upTo[i][l - 1] + unit;
      }
      image[i] = imageTime(timings) / timings.batch();
    }
  }

  private static double imageTime(BatchTimings timings) {
    Timing decode = timings.decode();
    Timing preprocess = timings.preprocess();
    return decode == null || preprocess == null ? 0 : decode.median() + preprocess.median();
  }

  /** The largest batch that may be planned. */
  public int largestBatch() {
    return batches[batches.length - 1];
  }

  /**
   * Time of units {@code from}+1 … {@code to} for a batch.
   *
   * @throws IllegalArgumentException for a batch beyond the largest
   */
  public double units(int from, int to, int batch) {
    if (batch < 1 || batch > largestBatch()) {
      throw new IllegalArgumentException("no batch of " + batch + " was measured");
    }
    int high = 0;
    while (batches[high] < batch) {
      high++;
    }
    double atHigh = upTo[high][to] - upTo[high][from];
    if (batches[high] == batch) {
      return atHigh;
    }
    if (high == 0) { // smaller than any measured batch
      return atHigh;
    }
    double atLow = upTo[high - 1][to] - upTo[high - 1][from];
    double part = (double) (batch - batches[high - 1]) / (batches[high] - batches[high - 1]);
    return atLow + part * (atHigh - atLow);
  }

  /** Time to decode and pre-process images of that many pixels in all. */
  public double images(long pixels) {
    return image[0] * pixels / referencePixels;
  }
}

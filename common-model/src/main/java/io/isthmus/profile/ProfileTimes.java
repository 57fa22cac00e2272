package io.isthmus.profile;

import io.isthmus.encoding.Encoding;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Times from a profile, ready for decisions: for any stretch of the chain and any batch up to the
 * largest measured one, in milliseconds. Between measured sizes time is interpolated linearly,
 * after a running maximum over the sizes: more images never take less time.
 *
 * <p>Where larger sizes are still to be measured, a batch beyond those that were is taken to cost
 * as much for each image as the largest of them: a batch is run in slices, so a larger one hardly
 * ever takes more than that, and mostly less.
 */
public final class ProfileTimes {

  private final int[] batches;
  private final double[][] upTo; // [batch][l]: time of units 1..l
  private final double imageMs; // an image of the reference size
  private final double referencePixels;
  private final TimingProfile profile;
  private final Map<Encoding.Kind, CodecTiming> codecs = new EnumMap<>(Encoding.Kind.class);

  /** Reads the medians of a profile. */
  public ProfileTimes(TimingProfile profile) {
    List<BatchTimings> fitting = profile.fitting();
    boolean more = profile.largestBatch() > profile.largestMeasured();
    IntStream sizes = fitting.stream().mapToInt(BatchTimings::batch);
    batches =
        (more ? IntStream.concat(sizes, IntStream.of(profile.largestBatch())) : sizes).toArray();
    upTo = runningMaxima(fitting, profile.units().size(), batches.length);
    if (more) {
      extrapolate();
    }
    double[] perImage = fitting.stream().mapToDouble(b -> imageTime(b) / b.batch()).toArray();
    imageMs = Timing.of(perImage).median();
    referencePixels = profile.referencePixels();
    this.profile = profile;
    for (CodecTiming codec : profile.codecs()) {
      for (Encoding.Kind kind : Encoding.Kind.values()) {
        if (kind.word().equals(codec.kind())) {
          codecs.put(kind, codec); // kinds of a newer release say nothing to this one
        }
      }
    }
  }

  private static double[][] runningMaxima(List<BatchTimings> fitting, int length, int rows) {
    double[][] upTo = new double[rows][length + 1];
    double[] unitMs = new double[length];
    for (int i = 0; i < fitting.size(); i++) {
      List<Timing> units = fitting.get(i).units();
      for (int l = 1; l <= length; l++) {
        unitMs[l - 1] = Math.max(unitMs[l - 1], units.get(l - 1).median());
        upTo[i][l] = upTo[i][l - 1] + unitMs[l - 1];
      }
    }
    return upTo;
  }

  /** The last size is not measured yet: it is in proportion to the one before. */
  private void extrapolate() {
    int last = batches.length - 1;
    double factor = (double) batches[last] / batches[last - 1];
    for (int l = 0; l < upTo[last].length; l++) {
      upTo[last][l] = factor * upTo[last - 1][l];
    }
  }

  private static double imageTime(BatchTimings timings) {
    Timing decode = timings.decode();
    Timing preprocess = timings.preprocess();
    return decode == null || preprocess == null ? 0 : decode.median() + preprocess.median();
  }

  /** The profile that was read. */
  public TimingProfile profile() {
    return profile;
  }

  /** When the profile was measured; another one, or one that has grown, has another time. */
  public Instant measured() {
    return profile.measured();
  }

  /** Whether the profile will not grow any more. */
  public boolean complete() {
    return profile.complete();
  }

  /** L, the number of units. */
  public int length() {
    return upTo[0].length - 1;
  }

  /** The largest batch that may be planned. */
  public int largestBatch() {
    return batches[batches.length - 1];
  }

  /**
   * Time of units {@code from}+1 … {@code to} for a batch. One smaller than any measured takes as
   * long as the smallest, which it cannot exceed.
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
    if (high == 0 || batches[high] == batch) {
      return atHigh;
    }
    double atLow = upTo[high - 1][to] - upTo[high - 1][from];
    double part = (double) (batch - batches[high - 1]) / (batches[high] - batches[high - 1]);
    return atLow + part * (atHigh - atLow);
  }

  /**
   * Time to decode and pre-process images: they are decoded one by one, so it is the median over
   * all measured sizes, of which the first may still have been cold.
   *
   * @param work what that takes, in pixels of a baseline JPEG that is decoded in full
   */
  public double images(long work) {
    return imageMs * work / referencePixels;
  }

  /** Whether the machine can write and read an encoding, and its time is known. */
  public boolean knows(Encoding encoding) {
    return !encoding.isCoded() || codec(encoding) != null;
  }

  /** Time to write so many elements in an encoding that the machine {@link #knows}. */
  public double encodeMs(Encoding encoding, long elements) {
    CodecTiming codec = codec(encoding);
    return codec == null ? 0 : 1e-6 * codec.encodeNs() * elements;
  }

  /** Time to read so many elements in an encoding that the machine {@link #knows}. */
  public double decodeMs(Encoding encoding, long elements) {
    CodecTiming codec = codec(encoding);
    return codec == null ? 0 : 1e-6 * codec.decodeNs() * elements;
  }

  private @Nullable CodecTiming codec(Encoding encoding) {
    return codecs.get(encoding.kind());
  }
}

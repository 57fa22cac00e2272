package io.isthmus.decision;

import io.isthmus.encoding.Encoding;
import java.util.HashMap;
import java.util.Map;

/**
 * How large encoded tensors are beside what their calibration says. Pictures in service may be
 * richer or plainer than those of the calibration: the factor is learnt for each option, and for
 * each kind of encoding, which serves the options that have not been used yet. What came as files
 * and what came as tensors is told apart, since it often comes from different sources.
 *
 * <p>A factor is the mean of the logarithms of measured over calibrated bytes, in which an image
 * counts one and the last {@value #MEMORY} images or so count at all. Before them stands one image
 * as the calibration, or for an option one as its kind, has it. Immutable.
 */
public final class CodedSizes {

  /** Nothing has been seen. */
  public static final CodedSizes NONE = new CodedSizes(Map.of(), Map.of());

  private static final int MEMORY = 20;
  private static final double MOST = Math.log(64);

  private record Source(Option option, boolean files) {}

  private record Kind(Encoding.Kind kind, boolean input, boolean files) {}

  private record Mean(double logarithm, double images) {

    static final Mean NONE = new Mean(0, 0);

    Mean next(double sample, int more) {
      double weight = Math.min(images, MEMORY) + more;
      double next = logarithm + (sample - logarithm) * more / weight;
      return new Mean(next, Math.min(MEMORY, weight));
    }

    /** The mean behind one image of another one. */
    double behind(double prior) {
      return (images * logarithm + prior) / (images + 1);
    }
  }

  private final Map<Source, Mean> options;
  private final Map<Kind, Mean> kinds;

  private CodedSizes(Map<Source, Mean> options, Map<Kind, Mean> kinds) {
    this.options = options;
    this.kinds = kinds;
  }

  /**
   * Bytes of an option beside those of its calibration.
   *
   * @param files whether the images came as files
   */
  double factor(Option option, boolean files) {
    double ofKind = kinds.getOrDefault(kind(option, files), Mean.NONE).behind(0);
    Mean own = options.getOrDefault(new Source(option, files), Mean.NONE);
    return Math.exp(own.behind(ofKind));
  }

  /**
   * What is known after a tensor was encoded.
   *
   * @param files whether its images came as files
   * @param images how many it has
   * @param factor its bytes over those of the calibration; anything but a positive number tells
   *     nothing
   */
  public CodedSizes seen(Option option, boolean files, int images, double factor) {
    double sample = Math.log(factor);
    if (images < 1 || !Double.isFinite(sample)) {
      return this;
    }
    double bounded = Math.max(-MOST, Math.min(MOST, sample));
    return new CodedSizes(
        with(options, new Source(option, files), bounded, images),
        with(kinds, kind(option, files), bounded, images));
  }

  private static <K> Map<K, Mean> with(Map<K, Mean> means, K key, double sample, int images) {
    Map<K, Mean> next = new HashMap<>(means);
    next.put(key, means.getOrDefault(key, Mean.NONE).next(sample, images));
    return Map.copyOf(next);
  }

  private static Kind kind(Option option, boolean files) {
    return new Kind(option.encoding().kind(), option.offloads(), files);
  }
}

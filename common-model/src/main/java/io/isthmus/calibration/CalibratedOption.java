package io.isthmus.calibration;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import org.jspecify.annotations.Nullable;

/**
 * What was measured for one encoding at one cut.
 *
 * @param encoding the encoding
 * @param bytesMean bytes of an image on the wire, in the mean
 * @param bytesP95 their 95th percentile
 * @param changed images whose top class was another one than without the encoding
 * @param upper upper bound on the share of such images, with 95 % confidence
 * @param meanChange mean absolute change of an output
 * @param accuracy share of right answers; null where the images had no labels
 * @param lossUpper upper bound on the accuracy that is lost, with 95 % confidence; null without
 *     labels
 * @param quantiser bounds of {@link Encoding.Kind#QUANTISED}; null for the others
 */
public record CalibratedOption(
    Encoding encoding,
    double bytesMean,
    double bytesP95,
    int changed,
    double upper,
    double meanChange,
    @Nullable Double accuracy,
    @Nullable Double lossUpper,
    @Nullable Quantiser quantiser) {

  /** Throws IllegalArgumentException where a quantiser lacks, or is one too many. */
  public CalibratedOption {
    if ((encoding.kind() == Encoding.Kind.QUANTISED) != (quantiser != null)) {
      throw new IllegalArgumentException("a quantised encoding has a quantiser, and no other has");
    }
  }
}

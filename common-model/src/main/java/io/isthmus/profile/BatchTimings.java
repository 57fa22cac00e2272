package io.isthmus.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured for one batch size.
 *
 * @param batch number of images
 * @param fits whether the batch fits in memory; where it does not, there are no timings and it is
 *     never planned
 * @param units time of every unit for the whole batch, in the chain's order: together the median of
 *     the chain
 * @param decode decoding the batch from JPEG files of the reference size
 * @param preprocess resizing and cropping the batch from the reference size; 0 where that is part
 *     of decoding, as it has been since pictures are resized while they are decoded
 * @param encode bringing h_1 of the batch to the wire's form
 */
public record BatchTimings(
    int batch,
    boolean fits,
    List<Timing> units,
    @Nullable Timing decode,
    @Nullable Timing preprocess,
    @Nullable Timing encode) {

  /** Copies the list. */
  public BatchTimings {
    units = List.copyOf(units);
  }

  /** A batch that did not fit in memory. */
  public static BatchTimings tooLarge(int batch) {
    return new BatchTimings(batch, false, List.of(), null, null, null);
  }

  /** The same on a machine that is {@code factor} times slower. */
  BatchTimings slowed(double factor) {
    return new BatchTimings(
        batch,
        fits,
        units.stream().map(t -> t.slowed(factor)).toList(),
        decode == null ? null : decode.slowed(factor),
        preprocess == null ? null : preprocess.slowed(factor),
        encode == null ? null : encode.slowed(factor));
  }
}

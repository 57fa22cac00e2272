package io.isthmus.device.infer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An output of the network for one image. What does not go with its kind is absent.
 *
 * @param kind what it means
 * @param shape of {@code data}: of a mask [H,W], of any other the output's own; not of detections
 * @param dtype F32; of a mask U16, the class of each place; not of detections
 * @param box of a mask, the left, upper, right and lower side of what it is of, in pixels of the
 *     picture; not where a package's own module decides that
 * @param classes of a mask, those that are in it, the largest first
 * @param detections what was seen, the surest first
 * @param data its values, row by row; not of detections, nor where an answer would have too many
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OutputView(
    String kind,
    @Nullable List<Integer> shape,
    @Nullable String dtype,
    @Nullable List<Float> box,
    @Nullable List<AreaView> classes,
    @Nullable List<DetectionView> detections,
    @Nullable Object data) {

  /**
   * A class in a mask.
   *
   * @param index the class
   * @param label its name, or the index where it has none
   * @param share of the places that have it
   */
  record AreaView(@JsonProperty("class") int index, String label, double share) {}

  /**
   * Something that was seen in a picture.
   *
   * @param box its left, upper, right and lower side, in pixels of the picture
   * @param index the class
   * @param label its name, or the index where it has none
   * @param score how sure the network is
   */
  record DetectionView(
      List<Float> box, @JsonProperty("class") int index, String label, float score) {}

  /** The values of an output that is neither a mask nor detections. */
  static OutputView plain(String kind, List<Integer> shape, String dtype, @Nullable Object data) {
    return new OutputView(kind, shape, dtype, null, null, null, data);
  }
}

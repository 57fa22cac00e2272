package io.isthmus.calibration;

import java.util.List;

/**
 * What was measured at one cut.
 *
 * @param split l, the cut: 0 is the input
 * @param unit its name
 * @param elements of an image's tensors there
 * @param options one for each encoding, from the most faithful to the smallest
 */
public record CalibratedCut(int split, String unit, long elements, List<CalibratedOption> options) {

  /** Copies the list. */
  public CalibratedCut {
    options = List.copyOf(options);
  }
}

package io.isthmus.calibrating;

import io.isthmus.calibration.Calibration;
import java.util.List;

/**
 * A calibration and how it came about.
 *
 * @param calibration what was measured
 * @param forQuantisers pictures that only made the quantisers, and are not counted
 * @param meanWork mean of what decoding a picture takes, in pixels of a baseline JPEG
 * @param skipped files that were left out
 */
public record CalibrationRun(
    Calibration calibration, int forQuantisers, long meanWork, List<Skipped> skipped) {

  /** Copies the list. */
  public CalibrationRun {
    skipped = List.copyOf(skipped);
  }
}

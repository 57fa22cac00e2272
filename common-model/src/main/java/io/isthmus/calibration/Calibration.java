package io.isthmus.calibration;

import io.isthmus.encoding.Encoding;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What encodings cost in bytes and in changed answers, measured on a user's images.
 *
 * @param fingerprint of the package that it was measured for
 * @param images number of images
 * @param exactAccuracy share of right answers of the uncut network; null without labels
 * @param cuts the cuts that were measured, in their order
 */
public record Calibration(
    String fingerprint, int images, @Nullable Double exactAccuracy, List<CalibratedCut> cuts) {

  /** Copies the list. */
  public Calibration {
    cuts = List.copyOf(cuts);
  }

  /** What was measured for an encoding at a cut, if it was. */
  public Optional<CalibratedOption> option(int cut, Encoding encoding) {
    return at(cut).stream().filter(option -> option.encoding().equals(encoding)).findFirst();
  }

  /** Everything that was measured at a cut. */
  public List<CalibratedOption> at(int cut) {
    return cuts.stream()
        .filter(each -> each.split() == cut)
        .findFirst()
        .map(CalibratedCut::options)
        .orElse(List.of());
  }
}

package io.isthmus.cli.calibrate;

import io.isthmus.calibrating.CalibrationRun;
import io.isthmus.calibrating.Skipped;
import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form.
 *
 * @param images images that were counted
 * @param cuts what was measured at each cut
 * @param exits empty: no package has an exit yet
 * @param exactAccuracy share of right answers without any encoding; null without labels
 * @param forQuantisers images that only made the quantisers
 * @param skipped files that were left out
 * @param file where the calibration was stored
 */
record CalibrationReport(
    int images,
    List<Cut> cuts,
    List<Object> exits,
    @Nullable Double exactAccuracy,
    int forQuantisers,
    List<Skipped> skipped,
    String file) {

  /** One cut. */
  record Cut(int split, String unit, long elements, List<Option> options) {
    static Cut of(CalibratedCut cut) {
      List<Option> options = cut.options().stream().map(Option::of).toList();
      return new Cut(cut.split(), cut.unit(), cut.elements(), options);
    }
  }

  /** One encoding; see {@link CalibratedOption}. */
  record Option(
      String encoding,
      double bytesMean,
      double bytesP95,
      int changed,
      double upper,
      double meanChange,
      @Nullable Double accuracy,
      @Nullable Double lossUpper) {

    static Option of(CalibratedOption option) {
      return new Option(
          option.encoding().toString(),
          option.bytesMean(),
          option.bytesP95(),
          option.changed(),
          option.upper(),
          option.meanChange(),
          option.accuracy(),
          option.lossUpper());
    }
  }

  static CalibrationReport of(CalibrationRun run, Path file) {
    return new CalibrationReport(
        run.calibration().images(),
        run.calibration().cuts().stream().map(Cut::of).toList(),
        List.of(),
        run.calibration().exactAccuracy(),
        run.forQuantisers(),
        run.skipped(),
        file.toString());
  }
}

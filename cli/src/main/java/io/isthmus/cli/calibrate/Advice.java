package io.isthmus.cli.calibrate;

import io.isthmus.calibration.Accuracy;
import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which cut and encoding a budget allows and a link wants, for single images. */
final class Advice {

  /** Rates of the link, in MB/s. */
  static final List<Double> RATES = List.of(0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0);

  private static final List<Double> SHARES = List.of(0.01, 0.02, 0.05);
  private static final double LOSS = 0.01;

  private final Calibration calibration;

  Advice(Calibration calibration) {
    this.calibration = calibration;
  }

  /**
   * An encoding at a cut.
   *
   * @param cut where
   * @param option how it is written
   */
  record Way(CalibratedCut cut, CalibratedOption option) {}

  /** The budgets to show; a loss of accuracy can be promised with labels only. */
  List<Accuracy> budgets() {
    List<Accuracy> budgets = new ArrayList<>(List.of(Accuracy.EXACT));
    SHARES.forEach(share -> budgets.add(new Accuracy.Changed(share)));
    if (calibration.exactAccuracy() != null) {
      budgets.add(new Accuracy.Loss(LOSS));
    }
    return budgets;
  }

  /** Everything that a budget allows. */
  List<Way> allowed(Accuracy budget) {
    List<Way> ways = new ArrayList<>();
    for (CalibratedCut cut : calibration.cuts()) {
      cut.options().stream().filter(budget::allows).forEach(o -> ways.add(new Way(cut, o)));
    }
    return ways;
  }

  /** What sends the fewest bytes. */
  Optional<Way> smallest(Accuracy budget) {
    return allowed(budget).stream().min(Comparator.comparingDouble(w -> w.option().bytesMean()));
  }
}

package io.isthmus.cli.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.calibration.Accuracy;
import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.cli.predict.Made;
import io.isthmus.encoding.Encoding;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Device: 9, 18 and 27 ms a unit; the edge is ten times as fast. */
class OptionTimesTest {

  private static final Accuracy ONE_PERCENT = new Accuracy.Changed(0.01);

  private final Advice advice = new Advice(calibration(null));

  @Test
  void theFewestBytesThatABudgetAllowsAreChosen() {
    assertThat(smallest(Accuracy.EXACT)).isEqualTo(Encoding.LOSSLESS);
    assertThat(smallest(ONE_PERCENT)).isEqualTo(Encoding.F16);
    assertThat(smallest(new Accuracy.Changed(0.05))).isEqualTo(Encoding.F16);
  }

  @Test
  void aBudgetOfLostAccuracyIsShownWithLabelsOnly() {
    assertThat(advice.budgets()).doesNotHaveAnyElementsOfTypes(Accuracy.Loss.class);
    assertThat(new Advice(calibration(0.9)).budgets()).contains(new Accuracy.Loss(0.01));
  }

  @Test
  void onAFastLinkAllIsSent_onASlowOneNothing_andBetweenTheBudgetDecides() throws Exception {
    OptionTimes times = new OptionTimes(Made.tiny(), 0);
    assertThat(way(times.best(advice, Accuracy.EXACT, 1000)).cut().split()).isZero();
    assertThat(times.best(advice, ONE_PERCENT, 0.001).way()).isNull();
    assertThat(times.best(advice, ONE_PERCENT, 0.001)).hasToString("local 54 ms");
    OptionTimes.Best exact = times.best(advice, Accuracy.EXACT, 0.5);
    OptionTimes.Best lossy = times.best(advice, ONE_PERCENT, 0.5);
    assertThat(exact.way()).isNull();
    assertThat(way(lossy).option().encoding()).isEqualTo(Encoding.F16);
    assertThat(way(lossy).cut().split()).isEqualTo(2);
    assertThat(lossy.ms()).isLessThan(exact.ms());
  }

  @Test
  void theTimeIsThatOfHeadBytesAndTail() throws Exception {
    OptionTimes.Best best = new OptionTimes(Made.tiny(), 0).best(advice, ONE_PERCENT, 0.5);
    double around = (best.ms() - 27 - 2.7 - 6000 / 500.0) * 500;
    assertThat(around).isCloseTo(680, within(60.0)); // headers and the answer
  }

  private static Advice.Way way(OptionTimes.Best best) {
    return Objects.requireNonNull(best.way());
  }

  private Encoding smallest(Accuracy budget) {
    return advice.smallest(budget).orElseThrow().option().encoding();
  }

  static Calibration calibration(@Nullable Double accuracy) {
    return new Calibration(
        Made.TINY.fingerprint(),
        600,
        accuracy,
        List.of(
            new CalibratedCut(
                0, "input", 12, List.of(option(Encoding.RAW, 50_000, 0.005, accuracy))),
            new CalibratedCut(
                2,
                "u2",
                6,
                List.of(
                    option(Encoding.RAW, 30_000, 0.005, accuracy),
                    option(Encoding.LOSSLESS, 20_000, 0.005, accuracy),
                    option(Encoding.F16, 6_000, 0.009, accuracy)))));
  }

  private static CalibratedOption option(
      Encoding encoding, double bytes, double upper, @Nullable Double accuracy) {
    Double loss = accuracy == null ? null : 0.009;
    return new CalibratedOption(encoding, bytes, bytes, 0, upper, 0, accuracy, loss, null);
  }
}

package io.isthmus.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfidenceTest {

  private static final double LEVEL = Confidence.LEVEL;

  @Test
  void noChangedAnswerOf299IsTheFewestThatShowOnePercent() {
    assertThat(Confidence.upper(0, 299, LEVEL)).isLessThanOrEqualTo(0.01);
    assertThat(Confidence.upper(0, 298, LEVEL)).isGreaterThan(0.01);
  }

  /** Quantiles of the beta distribution, of one-sided bounds in tables. */
  @ParameterizedTest
  @CsvSource({
    "0, 1, 0.95",
    "1, 10, 0.394163",
    "5, 10, 0.777559",
    "1, 600, 0.007882",
    "9, 10, 0.994884",
  })
  void theBoundHasTheValueOfTables(int hits, int n, double bound) {
    assertThat(Confidence.upper(hits, n, LEVEL)).isCloseTo(bound, within(1e-5));
  }

  @Property
  void withNoHitAndWithAllButOneTheBoundHasItsClosedForm(
      @ForAll @IntRange(min = 1, max = 5000) int n,
      @ForAll @DoubleRange(min = 0.5, max = 0.99) double level) {
    assertThat(Confidence.upper(0, n, level))
        .isCloseTo(1 - Math.pow(1 - level, 1.0 / n), within(1e-9));
    assertThat(Confidence.upper(n - 1, n, level)).isCloseTo(Math.pow(level, 1.0 / n), within(1e-9));
  }

  @Property
  void theBoundsEncloseTheShareAndLieWithinZeroAndOne(
      @ForAll @IntRange(max = 1000) int hits, @ForAll @IntRange(max = 1000) int others) {
    int n = hits + others;
    double share = n == 0 ? 0.5 : (double) hits / n;
    assertThat(Confidence.upper(hits, n, LEVEL)).isBetween(share, 1.0);
    assertThat(Confidence.lower(hits, n, LEVEL)).isBetween(0.0, share);
  }

  @Property
  void moreHitsRaiseTheBound_moreImagesLowerIt_moreConfidenceRaisesIt(
      @ForAll @IntRange(max = 200) int hits, @ForAll @IntRange(min = 2, max = 800) int others) {
    int n = hits + others;
    double bound = Confidence.upper(hits, n, LEVEL);
    assertThat(Confidence.upper(hits + 1, n, LEVEL)).isGreaterThan(bound);
    assertThat(Confidence.upper(hits, n + 1, LEVEL)).isLessThan(bound);
    assertThat(Confidence.upper(hits, n, 0.99)).isGreaterThan(bound);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.003, 0.01, 0.05, 0.3})
  void theBoundIsAboveTheTrueShareInAtLeast95OfAHundredTrials(double share) {
    int n = 300;
    int trials = 2000;
    SplittableRandom random = new SplittableRandom(19);
    int covered = 0;
    for (int trial = 0; trial < trials; trial++) {
      int hits = (int) random.doubles(n).filter(x -> x < share).count();
      covered += Confidence.upper(hits, n, LEVEL) >= share ? 1 : 0;
    }
    double threeDeviations = 3 * Math.sqrt(LEVEL * (1 - LEVEL) / trials);
    assertThat((double) covered / trials).isGreaterThan(LEVEL - threeDeviations);
  }

  @ParameterizedTest
  @CsvSource({"0.02, 0.02", "0.03, 0.01", "0.2, 0.1", "0.004, 0.0"})
  void theBoundOnLossIsAboveTheTrueLossInAtLeast95OfAHundredTrials(double worse, double better) {
    int n = 400;
    int trials = 2000;
    SplittableRandom random = new SplittableRandom(5);
    int covered = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] draws = random.doubles(n).toArray();
      int lost = count(draws, 0, worse);
      int won = count(draws, worse, worse + better);
      covered += Confidence.upperLoss(lost, won, n, LEVEL) >= worse - better ? 1 : 0;
    }
    double threeDeviations = 3 * Math.sqrt(LEVEL * (1 - LEVEL) / trials);
    assertThat((double) covered / trials).isGreaterThan(LEVEL - threeDeviations);
  }

  @Test
  void answersThatBecameRightLowerTheBoundOnLoss() {
    double neither = Confidence.upperLoss(3, 0, 600, LEVEL);
    assertThat(Confidence.upperLoss(3, 20, 600, LEVEL)).isLessThan(neither);
    assertThat(Confidence.upperLoss(0, 60, 600, LEVEL)).isNegative();
  }

  private static int count(double[] draws, double from, double to) {
    int count = 0;
    for (double draw : draws) {
      count += draw >= from && draw < to ? 1 : 0;
    }
    return count;
  }
}

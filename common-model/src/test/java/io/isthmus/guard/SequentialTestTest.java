package io.isthmus.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequentialTestTest {

  /**
   * The probability that a promise of u is refuted within n checks, where each answer is changed
   * with probability p: exact, by summing over all counts that can be reached.
   */
  private static double refuted(double promised, double p, int options, int n) {
    double[] left = new double[n + 2]; // [changed]: probability, not refuted so far
    left[0] = 1;
    double refuted = 0;
    int most = 0; // that has a probability worth counting
    for (int checked = 1; checked <= n; checked++) {
      for (int changed = Math.min(most + 1, checked); changed >= 0; changed--) {
        left[changed] = left[changed] * (1 - p) + (changed == 0 ? 0 : left[changed - 1] * p);
        if (left[changed] > 0 && SequentialTest.refutes(checked, changed, promised, options)) {
          refuted += left[changed];
          left[changed] = 0;
        }
      }
      while (left[most + 1] > 1e-14) {
        most++;
      }
    }
    return refuted;
  }

  @Property(tries = 300)
  void theStakeIsAMartingaleWherePromisesAreJustKept_andFallsWhereTheyAreMoreThanKept(
      @ForAll @IntRange(max = 3000) int checked,
      @ForAll @DoubleRange(max = 1) double part,
      @ForAll @DoubleRange(min = 0.01, max = 0.9) double promised,
      @ForAll @DoubleRange(max = 1) double of) {
    int changed = (int) (part * checked);
    double now = SequentialTest.logStake(checked, changed, promised);
    double bad = SequentialTest.logStake(checked + 1, changed + 1, promised) - now;
    double good = SequentialTest.logStake(checked + 1, changed, promised) - now;
    assertThat(promised * Math.exp(bad) + (1 - promised) * Math.exp(good))
        .isCloseTo(1, within(1e-9));
    double p = of * promised;
    assertThat(p * Math.exp(bad) + (1 - p) * Math.exp(good)).isLessThanOrEqualTo(1 + 1e-9);
  }

  @ParameterizedTest
  @CsvSource({
    "0.001, 1, 3000",
    "0.01, 1, 3000",
    "0.01, 40, 3000",
    "0.05, 1, 1500",
    "0.3, 1, 700",
    "0.9, 1, 500",
  })
  void aPromiseThatIsJustKeptIsSeldomRefuted_howeverOftenItIsLookedAt(
      double promised, int options, int n) {
    double alarms = refuted(promised, promised, options, n);
    assertThat(alarms).isPositive().isLessThan(SequentialTest.FALSE_ALARMS / options);
    assertThat(refuted(promised, promised / 2, options, n)).isLessThan(alarms / 3);
  }

  @ParameterizedTest
  @CsvSource({
    "0.005, 3, 1, 1600",
    "0.01, 3, 1, 750",
    "0.01, 3, 40, 1300",
    "0.01, 10, 40, 160",
    "0.05, 3, 40, 250",
    "0.1, 3, 40, 120",
  })
  void threeTimesWhatWasPromisedIsFoundWithinSoManyChecks(
      double promised, double times, int options, int n) {
    assertThat(refuted(promised, times * promised, options, n)).isGreaterThan(0.9);
  }

  @Test
  void ofAnOptionThatPromisesNothingNothingIsRefuted() {
    assertThat(SequentialTest.refutes(1000, 1000, 1, 1)).isFalse();
    assertThat(SequentialTest.refutes(0, 0, 0.01, 1)).isFalse();
    assertThat(SequentialTest.refutes(1000, 1000, Double.NaN, 1)).isFalse();
  }

  @Test
  void nineOf120WhereOnePercentWasPromisedAreTooMany_twoAreNot() {
    assertThat(SequentialTest.refutes(120, 9, 0.01, 20)).isTrue();
    assertThat(SequentialTest.refutes(120, 2, 0.01, 20)).isFalse();
    assertThat(SequentialTest.refutes(Checks.MOST, Checks.MOST / 2, 0.01, 20)).isTrue();
    assertThat(SequentialTest.refutes(Checks.MOST, 0, 0.01, 20)).isFalse();
  }
}

package io.isthmus.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowdownEstimateTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static final long IDLE = TimeUnit.HOURS.toNanos(12);

  @Property
  void aCorrectionForgetsTowardsOne(
      @ForAll @DoubleRange(min = 0.13, max = 64) double factor,
      @ForAll @IntRange(max = 600) int s) {
    SlowdownEstimate correction = new SlowdownEstimate(factor, 0, 0, 0);
    double sooner = Math.abs(Math.log(correction.at(s * SECOND)));
    double later = Math.abs(Math.log(correction.at((s + 1) * SECOND)));
    assertThat(later).isLessThanOrEqualTo(sooner);
    assertThat(correction.at(IDLE)).isCloseTo(1, within(1e-6));
    assertThat(correction.at(-IDLE)).isEqualTo(factor);
  }

  @ParameterizedTest
  @CsvSource({"0,10", "10,0", "0.4,10", "10,0.4", "NaN,10", "10,NaN", "Infinity,10", "-5,10"})
  void aTimeThatTellsNothingChangesNoCorrection(double measured, double profiled) {
    SlowdownEstimate known = new SlowdownEstimate(3, 0, 0, 7);
    assertThat(known.next(measured, profiled, 9)).isSameAs(known);
  }

  @Test
  void oneWildSampleMovesACorrectionByHalfAtMost() {
    for (long idle : new long[] {0, IDLE}) {
      assertThat(SlowdownEstimate.NONE.next(1e9, 10, idle).factor()).isBetween(4.0, 8.0);
    }
  }

  @Property
  void aMachineThatThrottlesIsKnownForItAfterTwoComputations(
      @ForAll @DoubleRange(min = 0.2, max = 1) double before,
      @ForAll @DoubleRange(min = 1.5, max = 10) double throttled) {
    SlowdownEstimate correction = new SlowdownEstimate(before, 3, 0, 0);
    for (int i = 1; i <= 2; i++) {
      correction = correction.next(throttled * before * 20, 20, i * SECOND / 10);
    }
    assertThat(correction.factor()).isCloseTo(throttled * before, withinPercentage(20));
  }

  @Test
  void whatOneComputationSaidIsForgottenSoonerThanWhatSeveralSaid() {
    SlowdownEstimate once = SlowdownEstimate.NONE.next(40, 10, 0);
    SlowdownEstimate often = once;
    for (int i = 0; i < 5; i++) {
      often = often.next(40, 10, 0);
    }
    assertThat(once.at(30 * SECOND)).isLessThan(1.3);
    assertThat(often.at(30 * SECOND)).isGreaterThan(2.5);
  }

  @Test
  void aPauseIsForgottenByTheNextSample() {
    SlowdownEstimate steady = new SlowdownEstimate(1, 3, 0, 0);
    SlowdownEstimate paused = steady.next(30, 10, 1);
    assertThat(paused.factor()).isLessThan(1.8);
    assertThat(paused.next(10, 10, 2).factor()).isBetween(0.9, 1.4);
  }
}

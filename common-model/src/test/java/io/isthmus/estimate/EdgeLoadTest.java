package io.isthmus.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeLoadTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static final long IDLE = TimeUnit.HOURS.toNanos(12);

  @Test
  void ownTailsMakeTheExpectedLoad_andReportsWhereThereAreNone() {
    EdgeLoad load = EdgeLoad.IDLE;
    for (int i = 0; i < 10; i++) {
      load = load.measured(30, 40, 20, i);
    }
    assertThat(load.expectedQueueMs(10)).isCloseTo(30, within(1.0));
    assertThat(load.expectedSlowdown(10)).isCloseTo(2, within(0.1));
    EdgeLoad told = load;
    for (int i = 0; i < 20; i++) {
      told = told.reported(5, 1, i);
    }
    assertThat(told.expectedQueueMs(20)).isCloseTo(5, within(0.5));
    assertThat(told.expectedSlowdown(20)).isCloseTo(1, within(0.1));
  }

  @Test
  void decodingHasASlownessOfItsOwn() {
    EdgeLoad load = EdgeLoad.IDLE;
    for (int i = 0; i < 10; i++) {
      load = load.decoded(60, 20, i).measured(0, 20, 20, i);
    }
    assertThat(load.expectedImages(10)).isCloseTo(3, within(0.1));
    assertThat(load.expectedSlowdown(10)).isCloseTo(1, within(0.01));
    assertThat(load.decoded(Double.NaN, 20, 11)).isSameAs(load);
  }

  @Test
  void aLoadThatCannotBeChangesNothing() {
    EdgeLoad load = EdgeLoad.IDLE.measured(30, 40, 20, 0);
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThat(load.measured(bad, 20, 20, 1)).isSameAs(load);
      assertThat(load.reported(bad, 1, 1)).isSameAs(load);
    }
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY, 0}) {
      assertThat(load.reported(5, bad, 1).slowdown()).isEqualTo(load.slowdown());
    }
  }

  @Test
  void oneWildReportIsForgottenWithinAMinute() {
    EdgeLoad wild = EdgeLoad.IDLE.reported(1e11, 1, 0);
    assertThat(wild.expectedQueueMs(60 * SECOND)).isLessThan(5);
    EdgeLoad good = wild;
    for (int i = 1; i <= 10; i++) {
      good = good.measured(0, 20, 20, i * SECOND);
    }
    assertThat(good.expectedQueueMs(10 * SECOND)).isLessThan(30);
  }

  @Property
  void aLoadDecaysTowardsAnIdleEdge(
      @ForAll @DoubleRange(max = 60_000) double queueMs, @ForAll @IntRange(max = 600) int s) {
    EdgeLoad load =
        new EdgeLoad(queueMs, new SlowdownEstimate(2, 0, 0, 0), SlowdownEstimate.NONE, 0);
    assertThat(load.expectedQueueMs(0)).isEqualTo(queueMs);
    assertThat(load.expectedQueueMs((s + 1) * SECOND))
        .isLessThanOrEqualTo(load.expectedQueueMs(s * SECOND));
    assertThat(load.expectedQueueMs(IDLE)).isZero();
    assertThat(load.expectedSlowdown(IDLE)).isCloseTo(1, within(1e-6));
    assertThat(load.expectedQueueMs(-IDLE)).isEqualTo(queueMs);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 1e9, Double.NaN, Double.POSITIVE_INFINITY})
  void aWaitThatCannotBeIsRefused(double value) {
    assertThatThrownBy(() -> new EdgeLoad(value, SlowdownEstimate.NONE, SlowdownEstimate.NONE, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

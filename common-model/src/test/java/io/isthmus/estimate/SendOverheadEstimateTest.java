package io.isthmus.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class SendOverheadEstimateTest {

  private static SendOverheadEstimate after(double... seenMs) {
    SendOverheadEstimate cost = SendOverheadEstimate.UNKNOWN;
    for (double ms : seenMs) {
      cost = cost.next(ms);
    }
    return cost;
  }

  @Test
  void nothingIsExpectedBeforeAnythingWasSeen_andThenTheMean() {
    assertThat(SendOverheadEstimate.UNKNOWN.ms()).isZero();
    assertThat(after(0.4, 4, 1.6).ms()).isCloseTo(2, within(1e-9));
  }

  @Test
  void whatStopsFallIntoNowAndThenIsAMean() {
    SendOverheadEstimate cost = SendOverheadEstimate.UNKNOWN;
    for (int i = 0; i < 300; i++) {
      cost = cost.next(i % 3 == 0 ? 7 : 0.5);
    }
    assertThat(cost.ms()).isCloseTo((7 + 0.5 + 0.5) / 3, within(0.3));
  }

  @Test
  void aPauseIsCutOff() {
    SendOverheadEstimate cost = SendOverheadEstimate.UNKNOWN;
    for (int i = 0; i < 50; i++) {
      cost = cost.next(1);
    }
    assertThat(cost.next(2000).ms()).isLessThan(1.4);
  }

  @Test
  void aDeviceThatBecomesDearerIsKnownForItAfterSomeChunks() {
    SendOverheadEstimate cost = SendOverheadEstimate.UNKNOWN;
    for (int i = 0; i < 50; i++) {
      cost = cost.next(1);
    }
    for (int i = 0; i < 100; i++) {
      cost = cost.next(9);
    }
    assertThat(cost.ms()).isCloseTo(9, within(0.5));
  }

  @Test
  void whatIsNoTimeTeachesNothing() {
    assertThat(after(1).next(Double.NaN)).isEqualTo(after(1));
    assertThat(after(1).next(-1)).isEqualTo(after(1));
  }

  @Property
  void theCostLiesBetweenTheSamples(
      @ForAll @DoubleRange(min = 0, max = 5) double least,
      @ForAll @DoubleRange(min = 0, max = 5) double most) {
    double ms = after(least, most, least, most).ms();
    assertThat(ms).isBetween(Math.min(least, most) - 1e-9, Math.max(least, most) + 1e-9);
  }
}

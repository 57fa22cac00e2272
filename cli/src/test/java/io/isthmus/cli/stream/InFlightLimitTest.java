package io.isthmus.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InFlightLimitTest {

  private static final int MOST = 8;

  /** How often each limit was in force over 200 periods, behind the first 20. */
  private static int[] used(double wanted, IntToDoubleFunction capacity) {
    int[] used = new int[MOST + 1];
    InFlightLimit limit = InFlightLimit.upTo(MOST);
    for (int period = 0; period < 220; period++) {
      if (period >= 20) {
        used[limit.limit()]++;
      }
      double could = capacity.applyAsDouble(limit.limit());
      limit = limit.after(Math.min(wanted, could), could < wanted);
    }
    return used;
  }

  @ParameterizedTest
  @CsvSource({"25, 10, 3", "25, 30, 1", "25, 13, 2", "100, 13, 8"})
  void itIsTheSmallestThatAnswersAllFrames_whereMoreInFlightRaiseTheRate(
      double wanted, double eachAnswers, int smallest) {
    assertThat(used(wanted, limit -> limit * eachAnswers)[smallest]).isGreaterThan(170);
  }

  @Test
  void itIsOneWhereMoreInFlightOnlyWaitForEachOther() {
    assertThat(used(25, limit -> 10)[1]).isGreaterThan(170);
  }

  @Test
  void itIsWhereTheRateStopsToRise_ifFramesAreDroppedAnyway() {
    assertThat(used(25, limit -> Math.min(20, limit * 7))[3]).isGreaterThan(170);
  }

  @Test
  void itRisesAgainOnceTheNetworkIsSlower() {
    InFlightLimit limit = InFlightLimit.upTo(MOST);
    for (int period = 0; period < 100; period++) {
      limit = limit.after(25, false);
    }
    assertThat(limit.limit()).isEqualTo(1);
    for (int period = 0; period < 40; period++) {
      double could = limit.limit() * 9;
      limit = limit.after(Math.min(25, could), could < 25);
    }
    assertThat(limit.limit()).isBetween(2, 3);
  }

  @Test
  void itStaysWithinItsBounds() {
    InFlightLimit limit = InFlightLimit.upTo(2);
    for (int period = 1; period < 100; period++) {
      limit = limit.after(period, true);
      assertThat(limit.limit()).isBetween(1, 2);
    }
  }
}

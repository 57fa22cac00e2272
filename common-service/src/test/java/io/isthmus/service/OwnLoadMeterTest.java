package io.isthmus.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnLoadMeterTest {

  private static final double HOUR_MS = 3_600_000;

  @Test
  void aNewArrivalWaitsForWhatIsLeftOfTheWorkOfOthers_untilItIsDone() throws Exception {
    LoadMeter meter = new OwnLoadMeter(1);
    assertThat(meter.queueMs()).isZero();
    LoadMeter.Work first = meter.begin(HOUR_MS);
    double before = meter.queueMs();
    assertThat(before).isBetween(HOUR_MS / 2, HOUR_MS);
    Thread.sleep(5);
    assertThat(meter.queueMs()).isLessThanOrEqualTo(before - 5);
    LoadMeter.Work second = meter.begin(HOUR_MS);
    assertThat(meter.queueMs()).isBetween(1.5 * HOUR_MS, 2 * HOUR_MS);
    first.close();
    second.close();
    assertThat(meter.queueMs()).isZero();
  }

  @Test
  void workThatTakesLessThanExpectedLeavesNothingBehind_howeverBusyItStays() throws Exception {
    LoadMeter meter = new OwnLoadMeter(1);
    LoadMeter.Work last = meter.begin(HOUR_MS);
    for (int i = 0; i < 100; i++) {
      LoadMeter.Work next = meter.begin(HOUR_MS);
      last.close();
      last = next;
    }
    assertThat(meter.queueMs()).isLessThanOrEqualTo(HOUR_MS);
    last.close();
  }

  @Test
  void nobodyWaitsWhileAWorkerIsFree() {
    LoadMeter meter = new OwnLoadMeter(2);
    LoadMeter.Work first = meter.begin(HOUR_MS);
    assertThat(meter.queueMs()).isZero();
    LoadMeter.Work second = meter.begin(HOUR_MS);
    assertThat(meter.queueMs()).isBetween(HOUR_MS / 2, HOUR_MS);
    first.close();
    assertThat(meter.queueMs()).isZero();
    second.close();
  }
}

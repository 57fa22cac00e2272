package io.isthmus.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadMeterTest {

  @Test
  void aNewArrivalWaitsForTheWorkOfOthers_untilItIsDone() {
    LoadMeter meter = new LoadMeter(1);
    assertThat(meter.queueMs()).isZero();
    LoadMeter.Work first = meter.begin(30);
    assertThat(meter.queueMs()).isEqualTo(30);
    LoadMeter.Work second = meter.begin(0.1);
    assertThat(meter.queueMs()).isEqualTo(30.1);
    first.close();
    second.close();
    assertThat(meter.queueMs()).isZero();
  }

  @Test
  void nobodyWaitsWhileAWorkerIsFree() {
    LoadMeter meter = new LoadMeter(2);
    LoadMeter.Work first = meter.begin(30);
    assertThat(meter.queueMs()).isZero();
    LoadMeter.Work second = meter.begin(30);
    assertThat(meter.queueMs()).isEqualTo(30);
    first.close();
    assertThat(meter.queueMs()).isZero();
    second.close();
  }
}

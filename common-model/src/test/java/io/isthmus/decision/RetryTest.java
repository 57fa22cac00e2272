package io.isthmus.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.estimate.RetryBudget;
import org.junit.jupiter.api.Test;

class RetryTest {

  private static final double NONE = Double.POSITIVE_INFINITY;

  private static Retry judge(double repeatMs, double ownMs, double leftMs) {
    return Retry.judge(repeatMs, ownMs, leftMs, RetryBudget.FULL);
  }

  @Test
  void theDeviceDoesItselfWhatItCanFinishSooner() {
    assertThat(judge(20, 19, NONE)).isEqualTo(Retry.DEVICE_SOONER);
    assertThat(judge(20, 20, NONE)).isEqualTo(Retry.DEVICE_SOONER);
    assertThat(judge(20, 21, NONE)).isEqualTo(Retry.TAKEN);
  }

  @Test
  void whatOnlyTheEdgeHasRoomForIsSentAgain() {
    assertThat(judge(2000, NONE, NONE)).isEqualTo(Retry.TAKEN);
  }

  @Test
  void aRepeatThatWouldBeTooLateIsNone() {
    assertThat(judge(20, 30, 19)).isEqualTo(Retry.TOO_LATE);
    assertThat(judge(20, 30, 20)).isEqualTo(Retry.TAKEN);
  }

  @Test
  void withoutATokenThereIsNone() {
    assertThat(Retry.judge(20, 30, NONE, new RetryBudget(4))).isEqualTo(Retry.NO_BUDGET);
    assertThat(Retry.judge(20, 30, NONE, new RetryBudget(5))).isEqualTo(Retry.TAKEN);
  }
}

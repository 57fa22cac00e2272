package io.isthmus.service.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.concurrency.limits.Limit;
import io.isthmus.service.admission.QueueSimulation.Outcome;
import org.junit.jupiter.api.Test;

/** Limits in virtual time, before one worker; a computation takes about 1. */
class AdmissionLimitTest {

  private static final int MOST = 17;

  private static Outcome at(double load, AdmissionLimit kind) {
    return new QueueSimulation(kind.upTo(MOST), 0).run(load);
  }

  @Test
  void atTwiceAndThriceTheCapacityGoodputStaysAndTheAcceptedAreNotLate() {
    Outcome knee = at(0.75, AdmissionLimit.ADAPTIVE);
    assertThat(knee.goodput()).isGreaterThan(0.95 * 0.75);
    for (double load : new double[] {1.5, 2, 3}) {
      Outcome over = at(load, AdmissionLimit.ADAPTIVE);
      assertThat(over.goodput()).as("goodput at %s", load).isGreaterThan(0.95);
      assertThat(over.p99()).as("p99 at %s", load).isLessThan(2 * knee.p99());
    }
  }

  @Test
  void sustainedOverloadDoesNotWidenTheLimit_asItDoesWhereTheYardstickIsAMean() {
    assertThat(at(2, AdmissionLimit.ADAPTIVE).meanLimit()).isLessThan(8);
    assertThat(at(2, AdmissionLimit.GRADIENT).meanLimit()).isGreaterThan(14);
    assertThat(at(2, AdmissionLimit.ADAPTIVE).p99())
        .isLessThan(0.5 * at(2, AdmissionLimit.FIXED).p99());
  }

  @Test
  void requestsThatArriveSlowlyAreNotTakenForAQueue() {
    Limit limit = AdmissionLimit.ADAPTIVE.upTo(40);
    Outcome slow = new QueueSimulation(limit, 15).run(0.9);
    assertThat(slow.meanLimit()).isGreaterThan(20);
    assertThat(slow.goodput()).isGreaterThan(0.85);
  }

  @Test
  void largeAndSmallWorkAreMeasuredAgainstThemselves() {
    Limit limit = AdmissionLimit.ADAPTIVE.upTo(MOST);
    LimitSampler sampler = new LimitSampler(limit);
    for (int i = 0; i < 100; i++) {
      sampler.answered(i % 2 == 0 ? 10 : 600, 0, MOST);
    }
    assertThat(limit.getLimit()).isEqualTo(MOST);
  }

  @Test
  void whoFindsTheOtherMachineFreeDoesNotMakeRoomBeforeTheFullOne() {
    Limit limit = AdmissionLimit.ADAPTIVE.upTo(MOST);
    LimitSampler sampler = new LimitSampler(limit);
    for (int i = 0; i < 100; i++) {
      sampler.answered(100, i % 4 == 0 ? 0 : 85, MOST);
    }
    assertThat(limit.getLimit()).isLessThan(10);
  }

  @Test
  void timesThatCannotBeTeachNothing() {
    Limit limit = AdmissionLimit.ADAPTIVE.upTo(MOST);
    LimitSampler sampler = new LimitSampler(limit);
    sampler.answered(0, 0, MOST);
    sampler.answered(5, 6, MOST);
    sampler.answered(5, -1, MOST);
    sampler.answered(Double.NaN, 0, MOST);
    assertThat(limit.getLimit()).isEqualTo(MOST);
  }
}

package io.isthmus.device.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.accuracy.MeasuredTime;
import io.isthmus.accuracy.Observation;
import io.isthmus.decision.Chunk;
import io.isthmus.decision.Decision;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.Option;
import io.isthmus.decision.Plan;
import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.SystemState;
import io.isthmus.decision.WireCostModel;
import io.isthmus.decision.Workload;
import io.isthmus.device.control.Controllers;
import io.isthmus.device.control.LiveController;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionRecorderTest {

  private static final Network NETWORK = Chains.of(100, List.of(90_000, 9_000, 1_000));
  private static final ProfileTimes PROFILE =
      MadeProfile.times(MadeProfile.batch(1, 10, 10, 40), MadeProfile.batch(2, 20, 20, 80));
  private static final Plan TWO =
      new Plan(List.of(new Chunk(1, Option.at(2)), new Chunk(1, Option.at(2))));

  private final LiveController controller = Controllers.of(NETWORK, PROFILE);
  private final DecisionRecorder recorder =
      new DecisionRecorder(new DecisionLog(), controller, new SimpleMeterRegistry());

  private double planFactor() {
    return controller.snapshot().conditions().planFactor();
  }

  /** Carries out a plan that takes so many times what is predicted. */
  private void carriedOut(Plan plan, double late) {
    DecisionInput now =
        new DecisionInput(
            new Workload(2, 60_000, 0),
            SystemState.ideal(1000),
            new WireCostModel(NETWORK, PROFILE, PROFILE),
            EdgeStatus.READY,
            1.0,
            2,
            2);
    Decision decision = new SplitSelector(NETWORK, true).forced(plan, now).orElseThrow();
    double measuredMs = late * now.time(plan).totalMs();
    MeasuredTime time = new MeasuredTime(0, 0, 0, 0, 0, 0, measuredMs);
    recorder.record(new DecisionContext(now, decision), Observation.local(time), false);
  }

  @Test
  void plansThatComeLateAreExpectedLate() {
    assertThat(planFactor()).isEqualTo(1);
    for (int i = 0; i < 30; i++) {
      carriedOut(TWO, 1.3);
    }
    assertThat(planFactor()).isCloseTo(1.3, within(0.02));
  }

  @Test
  void noPlanIsExpectedSoonerThanItsFlowShop() {
    for (int i = 0; i < 30; i++) {
      carriedOut(TWO, 0.8);
    }
    assertThat(planFactor()).isEqualTo(1);
  }

  @Test
  void oneChunkHindersNobody() {
    carriedOut(Plan.single(2, Option.at(2)), 1.3);
    assertThat(planFactor()).isEqualTo(1);
  }
}

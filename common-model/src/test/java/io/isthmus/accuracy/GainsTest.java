package io.isthmus.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.decision.CostModel;
import io.isthmus.decision.Decision;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Option;
import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.SystemState;
import io.isthmus.decision.WireCostModel;
import io.isthmus.decision.Workload;
import io.isthmus.encoding.Encoding;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GainsTest {

  /** Candidates are cuts 0, 2 and 3. Local takes 60 ms. */
  private static final Network NETWORK = Chains.of(100, List.of(90_000, 9_000, 1_000));

  private static final ProfileTimes DEVICE = MadeProfile.times(MadeProfile.batch(1, 10, 10, 40));
  private static final ProfileTimes EDGE = MadeProfile.times(MadeProfile.batch(1, 1, 1, 4));
  private static final CostModel COST = new WireCostModel(NETWORK, DEVICE, EDGE);
  private static final Workload WORKLOAD = new Workload(1, 30_000, 0);

  /** A request in conditions that were known and came true. */
  private static Gains after(Gains gains, boolean rawInputMayLeave, SystemState real) {
    DecisionInput before = new DecisionInput(WORKLOAD, real, COST, EdgeStatus.READY, 1.0, 1, 1);
    Decision decision = new SplitSelector(NETWORK, rawInputMayLeave).decide(before).orElseThrow();
    return after(gains, before, decision, false);
  }

  private static Gains after(
      Gains gains, DecisionInput before, Decision decision, boolean degraded) {
    LatencyBreakdown t =
        before.cost().time(decision.option(), before.workload(), before.conditions());
    MeasuredTime time =
        new MeasuredTime(t.decodeMs(), t.headMs(), t.transferMs(), 0, t.tailMs(), 0, t.totalMs());
    Observation seen = Observation.local(time);
    Outcome outcome = Outcome.of(before, decision, seen, degraded);
    return gains.next(before, decision, seen, outcome);
  }

  private static double time(int split, SystemState conditions) {
    return COST.time(Option.at(split), WORKLOAD, conditions).totalMs();
  }

  @Test
  void aFixedCutIsHeldAgainstTheMeasuredTime_inTheConditionsThatWereMet() {
    SystemState fast = SystemState.ideal(30_000);
    Gains gains = after(Gains.NONE, true, fast);
    double measured = time(0, fast);
    assertThat(gains.requests()).isEqualTo(1);
    assertThat(gains.over(0).orElseThrow()).isCloseTo(1, within(1e-9));
    assertThat(gains.over(3).orElseThrow()).isCloseTo(60 / measured, within(1e-9));
    assertThat(gains.over(2).orElseThrow()).isCloseTo(time(2, fast) / measured, within(1e-9));
    assertThat(gains.bestFixed().orElseThrow().cut()).isZero();
  }

  @Test
  void overRequestsItIsTheGeometricMean_andChoosingBeatsEveryFixedCut() {
    SystemState fast = SystemState.ideal(30_000);
    SystemState slow = SystemState.ideal(10);
    Gains gains = after(after(Gains.NONE, true, fast), true, slow);
    assertThat(gains.requests()).isEqualTo(2);
    assertThat(gains.over(3).orElseThrow()).isCloseTo(Math.sqrt(60 / time(0, fast)), within(1e-9));
    assertThat(gains.over(0).orElseThrow()).isCloseTo(Math.sqrt(time(0, slow) / 60), within(1e-9));
    Gains.Fixed best = gains.bestFixed().orElseThrow();
    assertThat(best.ratio()).isGreaterThan(1);
    for (int fixed : gains.logRatios().keySet()) {
      assertThat(gains.over(fixed).orElseThrow()).isGreaterThanOrEqualTo(best.ratio());
    }
  }

  @Test
  void aCutKeepsItsGainWhenItsFastestEncodingChanges() {
    SystemState now = SystemState.ideal(1000);
    SplitSelector selector = new SplitSelector(NETWORK, true);
    Gains gains = Gains.NONE;
    List<Encoding> ofOffload = new ArrayList<>();
    for (int fileBytes : List.of(10, 1_000_000)) { // an input tensor has 100
      Workload files = new Workload(1, fileBytes, 1);
      DecisionInput before = new DecisionInput(files, now, COST, EdgeStatus.READY, 1.0, 1, 1);
      Decision decision = selector.decide(before).orElseThrow();
      ofOffload.add(decision.candidates().get(0).option().encoding());
      gains = after(gains, before, decision, false);
    }
    assertThat(ofOffload).containsExactly(Encoding.RAW, Encoding.PIXELS);
    assertThat(gains.requests()).isEqualTo(2);
    assertThat(gains.over(0)).isPresent();
    assertThat(gains.logRatios()).containsOnlyKeys(0, 2, 3);
  }

  @Test
  void whatIsForcedOrDegradedDoesNotCount() {
    SystemState now = SystemState.ideal(1000);
    DecisionInput before = new DecisionInput(WORKLOAD, now, COST, EdgeStatus.READY, 1.0, 1, 1);
    SplitSelector selector = new SplitSelector(NETWORK, true);
    Decision forced = selector.forced(Option.at(2), before).orElseThrow();
    assertThat(after(Gains.NONE, before, forced, false)).isEqualTo(Gains.NONE);
    Decision chosen = selector.decide(before).orElseThrow();
    assertThat(after(Gains.NONE, before, chosen, true)).isEqualTo(Gains.NONE);
    assertThat(Gains.NONE.bestFixed()).isEmpty();
  }

  @Test
  void whereRawInputMayNotLeaveThereIsNoGainOverOffload() {
    Gains gains = after(Gains.NONE, false, SystemState.ideal(30_000));
    assertThat(gains.over(0)).isEmpty();
    assertThat(gains.over(3)).isPresent();
    assertThat(gains.bestFixed().orElseThrow().cut()).isNotZero();
  }
}

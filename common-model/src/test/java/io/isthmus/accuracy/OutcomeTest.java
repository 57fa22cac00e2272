package io.isthmus.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.decision.CostModel;
import io.isthmus.decision.Decision;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Option;
import io.isthmus.decision.Plan;
import io.isthmus.decision.Reason;
import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.SystemState;
import io.isthmus.decision.WireCostModel;
import io.isthmus.decision.Workload;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  /** Candidates are cuts 0, 2 and 3; cut 2 sends 9000 elements. */
  private static final Network NETWORK = Chains.of(100, List.of(90_000, 9_000, 1_000));

  private static final ProfileTimes DEVICE = MadeProfile.times(MadeProfile.batch(1, 10, 10, 40));
  private static final ProfileTimes EDGE = MadeProfile.times(MadeProfile.batch(1, 1, 1, 4));
  private static final CostModel COST = new WireCostModel(NETWORK, DEVICE, EDGE);
  private static final Workload WORKLOAD = new Workload(1, 30_000, 0);
  private static final SplitSelector SELECTOR = new SplitSelector(NETWORK, true);
  private static final int CUT = 2;

  private static DecisionInput before(SystemState conditions) {
    return new DecisionInput(WORKLOAD, conditions, COST, EdgeStatus.READY, 1.0, 1, 1);
  }

  private static Decision decide(SystemState conditions) {
    return SELECTOR.decide(before(conditions)).orElseThrow();
  }

  /** What a request would measure that is cut there and finds these conditions. */
  private static Observation carriedOut(int split, SystemState real) {
    LatencyBreakdown t = COST.time(Option.at(split), WORKLOAD, real);
    MeasuredTime time =
        new MeasuredTime(
            t.decodeMs(),
            t.headMs(),
            t.transferMs(),
            t.edgeQueueMs(),
            t.tailMs(),
            t.deviceQueueMs(),
            t.totalMs());
    long bytes = split == 0 ? 30_000 : 36_000;
    return split == NETWORK.length()
        ? Observation.local(time)
        : new Observation(time, bytes, bytes / real.bytesPerMs());
  }

  @Test
  void theErrorIsPredictedLessMeasured_partByPart() {
    Decision decision = decide(new SystemState(1000, 2, 1, 1, 1));
    MeasuredTime measured = new MeasuredTime(1, 25, 30, 2, 3, 4, 80);
    Outcome outcome =
        Outcome.of(
            before(SystemState.ideal(1000)), decision, new Observation(measured, 0, 0), false);
    LatencyBreakdown p = decision.predicted();
    assertThat(p).isNotNull();
    assertThat(outcome.errorMs())
        .isEqualTo(
            new Parts(
                p.decodeMs() - 1,
                p.headMs() - 25,
                p.transferMs() - 30,
                p.queueMs() - 6,
                p.tailMs() - 3,
                p.totalMs() - 80));
    assertThat(outcome.errorRatio()).isCloseTo(Math.abs(p.totalMs() - 80) / 80, within(1e-12));
  }

  @Property
  void aPredictionThatComesTrueHasNoErrorAndIsNotRegretted(
      @ForAll @DoubleRange(min = 10, max = 1e5) double rate,
      @ForAll @DoubleRange(max = 50) double rtt,
      @ForAll @DoubleRange(max = 50) double queue,
      @ForAll @DoubleRange(min = 0.5, max = 8) double device,
      @ForAll @DoubleRange(min = 0.5, max = 8) double edge,
      @ForAll @DoubleRange(max = 50) double deviceQueue) {
    SystemState real = new SystemState(rate, rtt, queue, device, edge, deviceQueue);
    Decision decision = decide(real);
    Outcome outcome =
        Outcome.of(before(real), decision, carriedOut(decision.option().cut(), real), false);
    assertThat(outcome.errorRatio()).isCloseTo(0.0, within(1e-9));
    assertThat(outcome.hindsight()).isNotNull();
    assertThat(outcome.hindsight().regret()).isCloseTo(0, within(1e-9));
  }

  @Property
  void aRequestMeetsTheConditionsThatThereWere_andBelievesOnInWhatItDidNotTouch(
      @ForAll @DoubleRange(min = 10, max = 1e4) double rate,
      @ForAll @DoubleRange(max = 50) double rtt,
      @ForAll @DoubleRange(min = 0.5, max = 8) double device,
      @ForAll @DoubleRange(min = 0.5, max = 8) double edge) {
    SystemState believed = new SystemState(777, 7, 7, 1.7, 2.7, 3.7);
    SystemState real = new SystemState(rate, rtt, 5, device, edge, 9);
    for (int split : new int[] {0, CUT, 3}) {
      SystemState met =
          carriedOut(split, real).met(before(believed), Plan.single(1, Option.at(split)));
      SystemState onDevice = split == 0 ? believed : real;
      SystemState onEdge = split == 3 ? believed : real;
      assertThat(met.bytesPerMs()).isCloseTo(onEdge.bytesPerMs(), within(1e-6));
      assertThat(met.rttMs()).isCloseTo(onEdge.rttMs(), within(1e-6));
      assertThat(met.queueMs()).isEqualTo(onEdge.queueMs());
      assertThat(met.edgeFactor()).isCloseTo(onEdge.edgeFactor(), within(1e-9));
      assertThat(met.deviceFactor()).isCloseTo(onDevice.deviceFactor(), within(1e-9));
      assertThat(met.deviceQueueMs()).isEqualTo(onDevice.deviceQueueMs());
    }
  }

  @Property
  void theFlowShopIsThatOfTheLinkAsItWas_andOfTheMachinesAsTheyWereBelieved(
      @ForAll @DoubleRange(min = 10, max = 1e4) double rate,
      @ForAll @DoubleRange(max = 50) double rtt,
      @ForAll @DoubleRange(min = 0.5, max = 8) double device) {
    SystemState believed = new SystemState(777, 7, 7, 1.7, 2.7, 3.7);
    SystemState asBelieved = new SystemState(rate, rtt, 5, 1.7, 2.7, 3.7);
    Observation seen = carriedOut(CUT, new SystemState(rate, rtt, 5, device, 4, 9));
    assertThat(seen.flowShopMs(before(believed), Plan.single(1, Option.at(CUT))))
        .isCloseTo(COST.time(Option.at(CUT), WORKLOAD, asBelieved).totalMs(), within(1e-6));
  }

  @Property
  void regretIsNeverNegative_howeverBeliefAndTruthDiffer(
      @ForAll @DoubleRange(min = -1, max = 5) double believedRate,
      @ForAll @DoubleRange(min = -1, max = 5) double realRate,
      @ForAll @DoubleRange(max = 200) double queue,
      @ForAll @DoubleRange(min = 0.2, max = 20) double edge) {
    SystemState believed = SystemState.ideal(Math.pow(10, believedRate));
    SystemState real = new SystemState(Math.pow(10, realRate), 1, queue, 1, edge, queue / 3);
    Decision decision = decide(believed);
    Hindsight hindsight =
        Outcome.of(before(believed), decision, carriedOut(decision.option().cut(), real), false)
            .hindsight();
    assertThat(hindsight).isNotNull();
    assertThat(hindsight.regret()).isNotNegative();
    assertThat(hindsight.regret() == 0)
        .isEqualTo(
            hindsight.option().cut() == decision.option().cut()
                || hindsight.chosenMs() == hindsight.bestMs());
  }

  @Test
  void aLinkThatTurnedOutSlowIsRegretted_byWhatLocalWouldHaveSaved() {
    SystemState believed = SystemState.ideal(10_000);
    Decision decision = decide(believed);
    assertThat(decision.option().cut()).isZero();
    Hindsight hindsight =
        Outcome.of(before(believed), decision, carriedOut(0, SystemState.ideal(100)), false)
            .hindsight();
    assertThat(hindsight).isNotNull();
    assertThat(hindsight.unit()).isEqualTo("u3");
    assertThat(hindsight.bestMs()).isEqualTo(60);
    assertThat(hindsight.regret()).isCloseTo(hindsight.chosenMs() / 60 - 1, within(1e-12));
    assertThat(hindsight.regret()).isGreaterThan(4);
  }

  @Test
  void whatIsTooShortToTellIsBelievedAsBefore() {
    SystemState believed = new SystemState(777, 7, 7, 1.7, 2.7, 3.7);
    MeasuredTime hasty = new MeasuredTime(0, 0.4, 0.1, 0, 0.4, 0, 1);
    for (Observation seen :
        List.of(new Observation(hasty, 8191, 100), new Observation(hasty, 1 << 20, 0.19))) {
      SystemState met = seen.met(before(believed), Plan.single(1, Option.at(CUT)));
      assertThat(met.bytesPerMs()).isEqualTo(777);
      assertThat(met.deviceFactor()).isEqualTo(1.7);
      assertThat(met.edgeFactor()).isEqualTo(2.7);
      assertThat(met.rttMs()).isZero();
    }
  }

  @Test
  void aFailedExchangeSaysNothing_andAForcedCutIsNotRegretted() {
    SystemState now = SystemState.ideal(1000);
    Observation seen = carriedOut(CUT, now);
    assertThat(Outcome.of(before(now), decide(now), seen, true))
        .isEqualTo(new Outcome(null, null, null));
    Decision forced = SELECTOR.forced(Option.at(CUT), before(now)).orElseThrow();
    assertThat(Outcome.of(before(now), forced, seen, false).hindsight()).isNull();
    assertThat(Outcome.of(before(now), forced, seen, false).errorMs()).isNotNull();
    DecisionInput blind =
        new DecisionInput(WORKLOAD, now, COST, EdgeStatus.LINK_UNKNOWN, null, 1, 1);
    Decision unpredicted = SELECTOR.forced(Option.at(CUT), blind).orElseThrow();
    assertThat(unpredicted.predicted()).isNull();
    assertThat(Outcome.of(blind, unpredicted, seen, false).errorMs()).isNull();
    Decision alone = SELECTOR.decide(blind).orElseThrow();
    assertThat(alone.reason()).isEqualTo(Reason.LINK_UNKNOWN);
    assertThat(Outcome.of(blind, alone, carriedOut(3, now), false).hindsight()).isNull();
  }
}

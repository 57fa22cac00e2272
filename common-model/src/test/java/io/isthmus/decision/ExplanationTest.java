package io.isthmus.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.decision.Explanation.Cut;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a network whose cuts 0, 2, 3 and 5 are candidates and take 40, 20, 30 and 25 ms. */
class ExplanationTest {

  private static final Network NETWORK = Chains.of(2, List.of(24, 6, 4, 5, 3));
  private static final CostModel COST =
      (option, workload, conditions) ->
          new LatencyBreakdown(
              option, 0, new double[] {40, 9, 20, 30, 9, 25}[option.cut()], 0, 0, 0);
  private static final SystemState NOW = SystemState.ideal(4_100);

  private final SplitSelector free = new SplitSelector(NETWORK, true);

  private static DecisionInput situation(EdgeStatus edge, @Nullable Double ageMs, int... rooms) {
    return new DecisionInput(new Workload(4, 12, 0), NOW, COST, edge, ageMs, rooms[0], rooms[1]);
  }

  private static Explanation explain(SplitSelector selector, DecisionInput now) {
    return Explanation.of(selector, now, selector.decide(now).orElseThrow());
  }

  @Test
  void whatWouldBeTooLateIsExcludedForThat() {
    DecisionInput now =
        new DecisionInput(new Workload(4, 12, 0), NOW, COST, EdgeStatus.READY, 1.0, 8, 8)
            .within(26);
    assertThat(explain(free, now).cuts())
        .extracting(Cut::excluded)
        .containsExactly(Reason.TOO_LATE, null, Reason.TOO_LATE, null);
    DecisionInput hopeless =
        new DecisionInput(new Workload(4, 12, 0), NOW, COST, EdgeStatus.READY, 1.0, 8, 8)
            .within(19);
    assertThat(explain(free, hopeless).why())
        .isEqualTo("19.0 ms are left until the deadline: u2 (2) is predicted at 20.0 ms");
  }

  @Test
  void theFastestIsComparedWithTheNextBest() {
    Explanation why = explain(free, situation(EdgeStatus.READY, 300.0, 8, 8));
    assertThat(why.cuts()).extracting(cut -> cut.option().cut()).containsExactly(0, 2, 3, 5);
    assertThat(why.cuts()).extracting(Cut::excluded).containsOnlyNulls();
    assertThat(why.runnerUp()).isNotNull().matches(next -> next.unit().equals("u5"));
    assertThat(why.marginMs()).isEqualTo(5);
    assertThat(why.marginPercent()).isCloseTo(20, within(1e-9));
    assertThat(why.why())
        .isEqualTo(
            "u2 (2) is predicted at 20.0 ms, 20 % sooner than local; "
                + "the link's rate of 4.1 MB/s was measured 0.3 s before");
  }

  @Test
  void whatPrivacyHoldsBackIsShownWithItsTime() {
    CostModel offloadIsBest =
        (option, workload, conditions) ->
            new LatencyBreakdown(option, 0, 10 + option.cut(), 0, 0, 0);
    SplitSelector held = new SplitSelector(NETWORK, false);
    DecisionInput now =
        new DecisionInput(
            new Workload(1, 12, 0), NOW, offloadIsBest, EdgeStatus.READY, 2000.0, 8, 8);
    Explanation why = explain(held, now);
    Cut offload = why.cuts().get(0);
    assertThat(offload.excluded()).isEqualTo(Reason.PRIVACY);
    assertThat(offload.time()).isEqualTo(new LatencyBreakdown(Option.at(0), 0, 10, 0, 0, 0));
    assertThat(why.why())
        .isEqualTo(
            "u2 (2) is predicted at 12.0 ms, 8 % sooner than u3 (3); offload would take 10.0 ms, "
                + "but raw input may not leave the device; "
                + "the link's rate of 4.1 MB/s was measured 2.0 s before");
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, NO_EDGE, no edge is configured",
    "UNAVAILABLE, EDGE_UNAVAILABLE, 'the edge does not answer, or its circuit breaker is open'",
    "BUSY, EDGE_BUSY, the edge has said that it is overloaded",
    "OTHER_MODEL, EDGE_MODEL_DIFFERS, the edge runs another model package",
    "LINK_UNKNOWN, LINK_UNKNOWN, the link to the edge has not been measured yet",
  })
  void anEdgeThatCannotBeCountedOnIsTheReasonForEveryCutThatNeedsIt(
      EdgeStatus status, Reason reason, String because) {
    Explanation why = explain(free, situation(status, null, 8, 8));
    assertThat(why.cuts()).extracting(Cut::excluded).containsExactly(reason, reason, reason, null);
    assertThat(why.cuts().subList(0, 3)).extracting(Cut::time).containsOnlyNulls();
    assertThat(why.runnerUp()).isNull();
    assertThat(why.marginMs()).isNull();
    assertThat(why.why()).isEqualTo(because + ": local is predicted at 25.0 ms");
  }

  @Test
  void whatABusyEdgeWouldHaveBeenWorthIsShown() {
    Explanation why = explain(free, situation(EdgeStatus.BUSY, 10.0, 8, 8));
    assertThat(why.cuts().get(1).excluded()).isEqualTo(Reason.EDGE_BUSY);
    assertThat(why.cuts().get(1).time())
        .isEqualTo(new LatencyBreakdown(Option.at(2), 0, 20, 0, 0, 0));
  }

  @Test
  void theMachineWithoutRoomIsNamed() {
    Explanation edge = explain(free, situation(EdgeStatus.READY, 1.0, 8, 2));
    assertThat(edge.cuts())
        .extracting(Cut::excluded)
        .containsExactly(Reason.EDGE_NO_ROOM, Reason.EDGE_NO_ROOM, Reason.EDGE_NO_ROOM, null);
    assertThat(edge.why())
        .isEqualTo(
            "the edge has room for batches of up to 2, not 4: local is predicted at 25.0 ms");
    Explanation device = explain(free, situation(EdgeStatus.READY, 1.0, 2, 8));
    assertThat(device.cuts())
        .extracting(Cut::excluded)
        .containsExactly(null, Reason.DEVICE_NO_ROOM, Reason.DEVICE_NO_ROOM, Reason.DEVICE_NO_ROOM);
    assertThat(device.cuts().get(3).time()).isNull();
    assertThat(device.why())
        .isEqualTo(
            "this device has room for batches of up to 2, not 4: offload is predicted at 40.0 ms");
  }

  @Test
  void aForcedCutRulesOutAllOthers_andStandsAmongThem() {
    DecisionInput now = situation(EdgeStatus.READY, 1.0, 8, 8);
    Explanation why = Explanation.of(free, now, free.forced(Option.at(4), now).orElseThrow());
    assertThat(why.cuts()).extracting(cut -> cut.option().cut()).containsExactly(0, 2, 3, 4, 5);
    assertThat(why.cuts())
        .extracting(Cut::excluded)
        .containsExactly(Reason.FORCED, Reason.FORCED, Reason.FORCED, null, Reason.FORCED);
    assertThat(why.why()).isEqualTo("the request named this: u4 (4) is predicted at 9.0 ms");
    DecisionInput blind = situation(EdgeStatus.LINK_UNKNOWN, null, 8, 8);
    assertThat(Explanation.of(free, blind, free.forced(Option.at(4), blind).orElseThrow()).why())
        .isEqualTo("the request named this: u4 (4) cannot be predicted");
  }

  @Test
  void aNarrowMarginIsNotCalledNone() {
    CostModel close =
        (option, workload, conditions) ->
            new LatencyBreakdown(option, 0, 100 + option.cut() / 10.0, 0, 0, 0);
    DecisionInput now =
        new DecisionInput(new Workload(1, 12, 0), NOW, close, EdgeStatus.READY, 1.0, 8, 8);
    assertThat(explain(free, now).why())
        .startsWith("offload is predicted at 100.0 ms, less than 1 % sooner than u2 (2);");
  }
}

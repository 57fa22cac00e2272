package io.isthmus.plan;

import static io.isthmus.plan.Toy.NETWORK;
import static io.isthmus.plan.Toy.situation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.decision.Chunk;
import io.isthmus.decision.Decision;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Mode;
import io.isthmus.decision.Option;
import io.isthmus.decision.Plan;
import io.isthmus.decision.Reason;
import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.SystemState;
import io.isthmus.decision.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static final SplitSelector SELECTOR = new SplitSelector(NETWORK, true);
  private static final Planner PLANNER = new Planner(SELECTOR);

  /** Any situation: a link of 0.1 MB/s to 1 GB/s, waits, and machines off their profiles. */
  private static void inAnySituation(
      int batch,
      double logRate,
      double wait,
      double device,
      double edge,
      Consumer<DecisionInput> rule) {
    SystemState now =
        new SystemState(Math.pow(10, logRate), wait / 4, wait, device, edge, wait / 2);
    rule.accept(situation(batch, now));
  }

  @Property
  void aPlanHoldsTheWholeBatch_andIsPredictedAtItsMakespan(
      @ForAll @IntRange(min = 1, max = 64) int batch,
      @ForAll @DoubleRange(min = 2, max = 6) double logRate,
      @ForAll @DoubleRange(max = 100) double wait,
      @ForAll @DoubleRange(min = 0.3, max = 8) double device,
      @ForAll @DoubleRange(min = 0.3, max = 8) double edge) {
    inAnySituation(
        batch,
        logRate,
        wait,
        device,
        edge,
        now -> {
          Decision decision = PLANNER.decide(now).orElseThrow();
          assertThat(decision.plan().images()).isEqualTo(batch);
          assertThat(decision.plan().chunks()).hasSizeLessThanOrEqualTo(MutablePlan.MOST_CHUNKS);
          assertThat(predictedMs(decision))
              .isCloseTo(now.schedule(decision.plan()).makespanMs(), within(1e-6));
          assertThat(decision.mode()).isEqualTo(decision.plan().mode(NETWORK.length()));
        });
  }

  @Property
  void isNeverPredictedSlowerThanEquation6_norBelowTheBound(
      @ForAll @IntRange(min = 1, max = 64) int batch,
      @ForAll @DoubleRange(min = 2, max = 6) double logRate,
      @ForAll @DoubleRange(max = 100) double wait,
      @ForAll @DoubleRange(min = 0.3, max = 8) double device,
      @ForAll @DoubleRange(min = 0.3, max = 8) double edge) {
    inAnySituation(
        batch,
        logRate,
        wait,
        device,
        edge,
        now -> {
          Decision decision = PLANNER.decide(now).orElseThrow();
          double single = predictedMs(SELECTOR.decide(now).orElseThrow());
          assertThat(predictedMs(decision)).isLessThanOrEqualTo(single);
          assertThat(decision.boundMs()).isNotNull();
          assertThat(decision.boundMs()).isLessThanOrEqualTo(predictedMs(decision) + 1e-6);
          if (decision.plan().chunks().size() > 1) {
            assertThat(predictedMs(decision)).isLessThan((1 - Planner.LEAST_GAIN) * single);
          }
        });
  }

  @Property
  void plansThatHaveComeLateAreTakenOnlyWhereTheyAreSoonerAllTheSame(
      @ForAll @IntRange(min = 1, max = 64) int batch,
      @ForAll @DoubleRange(min = 2, max = 6) double logRate,
      @ForAll @DoubleRange(min = 0.3, max = 8) double device,
      @ForAll @DoubleRange(min = 1, max = 2) double planFactor,
      @ForAll @DoubleRange(max = 20) double sending) {
    double rate = Math.pow(10, logRate);
    DecisionInput now =
        situation(batch, new SystemState(rate, 1, 2, device, 1, 0, device, 1, planFactor, sending));
    Decision decision = PLANNER.decide(now).orElseThrow();
    double single = predictedMs(SELECTOR.decide(now).orElseThrow());
    if (decision.plan().chunks().size() > 1) {
      double makespan = now.schedule(decision.plan()).makespanMs();
      assertThat(planFactor * makespan).isLessThan((1 - Planner.LEAST_GAIN) * single + 1e-6);
      assertThat(predictedMs(decision)).isLessThanOrEqualTo(planFactor * makespan + 1e-6);
    } else {
      assertThat(predictedMs(decision)).isEqualTo(single);
    }
  }

  @Property
  void aChunkIsAPlansOwnOnlyIfThatGainsWhatNobodyPredictsOfIt(
      @ForAll @IntRange(min = 2, max = 16) int batch,
      @ForAll @DoubleRange(min = 2, max = 6) double logRate,
      @ForAll @DoubleRange(min = 0.3, max = 8) double device,
      @ForAll @DoubleRange(min = 0.3, max = 8) double edge) {
    DecisionInput now =
        situation(batch, new SystemState(Math.pow(10, logRate), 1, 2, device, edge));
    Decision decision = PLANNER.decide(now).orElseThrow();
    double toBeatMs = (1 - Planner.LEAST_GAIN) * predictedMs(SELECTOR.decide(now).orElseThrow());
    List<Chunk> chunks = decision.plan().chunks();
    for (int i = 0; i + 1 < chunks.size(); i++) {
      Chunk first = chunks.get(i);
      Chunk second = chunks.get(i + 1);
      if (first.option().cut() == second.option().cut()
          && first.option().cut() < NETWORK.length()) {
        List<Chunk> merged = new ArrayList<>(chunks);
        merged.set(i, new Chunk(first.images() + second.images(), first.option()));
        merged.remove(i + 1);
        double mergedMs = now.schedule(new Plan(merged)).makespanMs();
        assertThat(mergedMs)
            .isGreaterThan(predictedMs(decision) + 0.9 * Planner.CHUNK_GAIN * toBeatMs);
      }
    }
  }

  @Test
  void thatPlansComeLateMayMakeOneChunkTheBetterChoice() {
    SystemState now = new SystemState(3000, 1, 0, 1, 1, 0, 1, 1, 1, 0);
    SystemState hindering = new SystemState(3000, 1, 0, 1, 1, 0, 1, 1, 3, 0);
    assertThat(chunks(now)).isGreaterThan(1);
    assertThat(chunks(hindering)).isEqualTo(1);
  }

  @Test
  void whatSendingTakesMakesForFewerChunks() {
    SystemState now = new SystemState(3000, 1, 0, 1, 1, 0, 1, 1, 1, 0);
    SystemState dear = new SystemState(3000, 1, 0, 1, 1, 0, 1, 1, 1, 10);
    assertThat(chunks(dear)).isLessThan(chunks(now)).isGreaterThan(1);
  }

  private static int chunks(SystemState now) {
    return PLANNER.decide(situation(16, now)).orElseThrow().plan().chunks().size();
  }

  @Test
  void deviceAndEdgeShareABatchOverAFastLink() {
    // an image takes the device 100 ms and the edge 26: of 16, the edge should do about 13
    Decision decision = PLANNER.decide(situation(16, SystemState.ideal(1e6))).orElseThrow();
    int onEdge = decision.plan().imagesByOption().getOrDefault(Option.at(0), 0);
    assertThat(onEdge).isBetween(12, 14);
    assertThat(decision.mode()).isEqualTo(Mode.SPLIT);
    assertThat(decision.reason()).isEqualTo(Reason.FASTEST);
    assertThat(predictedMs(decision) / bound(decision)).isLessThan(1.15);
  }

  @Test
  void oneImageIsNotDivided() {
    Decision decision = PLANNER.decide(situation(1, SystemState.ideal(1e4))).orElseThrow();
    assertThat(decision.plan().chunks()).hasSize(1);
    assertThat(decision.boundMs()).isPositive();
  }

  @Test
  void rawInputStaysWhereItMust() {
    Planner held = new Planner(new SplitSelector(NETWORK, false));
    for (double rate : new double[] {1e2, 1e3, 1e4, 1e5, 1e6}) {
      Decision decision = held.decide(situation(32, SystemState.ideal(rate))).orElseThrow();
      assertThat(decision.plan().imagesByOption()).doesNotContainKey(Option.at(0));
    }
  }

  /** Every plan that is left out for gaining too little is worth it where one chunk is too late. */
  @Property
  void aPlanIsARefusalOnlyWhereNoneIsInTime(
      @ForAll @IntRange(min = 1, max = 64) int batch,
      @ForAll @DoubleRange(min = 2, max = 6) double logRate,
      @ForAll @DoubleRange(max = 100) double wait,
      @ForAll @DoubleRange(min = 0.9, max = 1.05) double part) {
    inAnySituation(
        batch,
        logRate,
        wait,
        1,
        1,
        now -> {
          Decision free = PLANNER.decide(now).orElseThrow();
          double leftMs = part * predictedMs(free);
          DecisionInput hurried =
              new DecisionInput(
                      now.workload(), now.conditions(), now.cost(), now.edge(), 1.0, 64, 64)
                  .within(leftMs);
          Decision decision = PLANNER.decide(hurried).orElseThrow();
          boolean inTime = predictedMs(decision) <= leftMs;
          assertThat(decision.reason() != Reason.TOO_LATE).isEqualTo(inTime);
          if (part >= 1) {
            assertThat(inTime).isTrue();
          }
        });
  }

  @Test
  void withoutAnEdgeThereIsOneChunkHere() {
    DecisionInput alone =
        new DecisionInput(
            new Workload(32, 960_000, 0),
            SystemState.ideal(1e6),
            Toy.COST,
            EdgeStatus.UNAVAILABLE,
            null,
            64,
            64);
    Decision decision = PLANNER.decide(alone).orElseThrow();
    assertThat(decision.plan()).isEqualTo(Plan.single(32, Option.at(NETWORK.length())));
    assertThat(decision.reason()).isEqualTo(Reason.EDGE_UNAVAILABLE);
    assertThat(decision.boundMs()).isNull();
  }

  private static double predictedMs(Decision decision) {
    LatencyBreakdown predicted = decision.predicted();
    assertThat(predicted).isNotNull();
    return predicted.totalMs();
  }

  private static double bound(Decision decision) {
    Double boundMs = decision.boundMs();
    assertThat(boundMs).isNotNull();
    return boundMs;
  }
}

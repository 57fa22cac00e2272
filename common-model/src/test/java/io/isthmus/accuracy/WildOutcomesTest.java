package io.isthmus.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.isthmus.answers.Answers;
import io.isthmus.decision.Decision;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.Option;
import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.SystemState;
import io.isthmus.decision.WireCostModel;
import io.isthmus.decision.Workload;
import io.isthmus.estimate.Wild;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One absurd time must not be in the means for ever. */
class WildOutcomesTest {

  private static final Network NETWORK = Chains.of(100, List.of(90_000, 9_000, 1_000));
  private static final Outcome GOOD =
      new Outcome(
          new Parts(1, 1, 1, 1, 1, 5),
          0.5,
          new Hindsight(SystemState.ideal(1), Option.at(0), "input", 10, 15));

  @RegisterExtension final Answers answers = new Answers("library");

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void sumsStayFinite(
      @ForAll @Size(max = 6) List<@From("wild") Double> errors,
      @ForAll(supplier = Wild.class) double bestMs,
      @ForAll(supplier = Wild.class) double chosenMs) {
    Tally tally = Tally.NONE.next(GOOD);
    for (double error : errors) {
      tally = tally.next(outcome(error, bestMs, chosenMs)).next(GOOD);
    }
    Parts mean = tally.meanAbsoluteErrorMs();
    assertThat(mean).isNotNull();
    assertThat(mean.possible()).isTrue();
    assertThat(tally.totalErrorPercent()).isFinite();
    assertThat(tally.regretPercent()).isFinite();
  }

  @Provide
  Arbitrary<Double> wild() {
    return new Wild().get();
  }

  private static Outcome outcome(double error, double bestMs, double chosenMs) {
    Hindsight hindsight =
        new Hindsight(SystemState.ideal(1), Option.at(0), "input", bestMs, chosenMs);
    return new Outcome(new Parts(error, 0, 0, 0, 0, error), Math.abs(error), hindsight);
  }

  @Test
  void anOutcomeThatIsNoNumberIsLeftOut() {
    Tally good = Tally.NONE.next(GOOD);
    for (double wild : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e308}) {
      assertThat(good.next(outcome(wild, 1, wild))).isEqualTo(good);
    }
    answers.fault(
        "errors and regrets that are NaN, infinite or 1e308",
        "they are left out of the running means, which stay finite");
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void whateverWasMeasuredADecisionIsJudged(
      @ForAll(supplier = Wild.class) double decodeMs,
      @ForAll(supplier = Wild.class) double transferMs,
      @ForAll(supplier = Wild.class) double edgeQueueMs,
      @ForAll(supplier = Wild.class) double deviceQueueMs,
      @ForAll(supplier = Wild.class) double totalMs,
      @ForAll(supplier = Wild.class) double receiveMs) {
    Workload workload = new Workload(1, 30_000, 0);
    var device = MadeProfile.times(MadeProfile.batch(1, 10, 10, 40));
    var edge = MadeProfile.times(MadeProfile.batch(1, 1, 1, 4));
    var cost = new WireCostModel(NETWORK, device, edge);
    DecisionInput before =
        new DecisionInput(workload, SystemState.ideal(10_000), cost, EdgeStatus.READY, 1.0, 1, 1);
    Decision decision = new SplitSelector(NETWORK, true).decide(before).orElseThrow();
    MeasuredTime time =
        new MeasuredTime(decodeMs, 1, transferMs, edgeQueueMs, 1, deviceQueueMs, totalMs);
    Observation seen = new Observation(time, 30_000, receiveMs);
    assertThatCode(
            () -> {
              Outcome outcome = Outcome.of(before, decision, seen, false);
              Gains gains = Gains.NONE.next(before, decision, seen, outcome);
              assertThat(gains.logRatios().values()).allSatisfy(s -> assertThat(s).isFinite());
            })
        .doesNotThrowAnyException();
  }
}

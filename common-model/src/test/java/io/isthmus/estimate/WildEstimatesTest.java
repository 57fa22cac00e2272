package io.isthmus.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.answers.Answers;
import java.time.Duration;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever number meets an estimate, the estimate stays one that a decision can be taken with. */
class WildEstimatesTest {

  private static final long NOW = 5_000_000_000L;
  private static final double DAY_MS = 86_400_000;

  @RegisterExtension final Answers answers = new Answers("library");

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void theLoadOfTheEdgeStaysFinite(
      @ForAll(supplier = Wild.class) double waitMs,
      @ForAll(supplier = Wild.class) double tailMs,
      @ForAll(supplier = Wild.class) double profiledMs) {
    EdgeLoad load =
        EdgeLoad.IDLE
            .measured(waitMs, tailMs, profiledMs, NOW)
            .decoded(tailMs, profiledMs, NOW)
            .reported(waitMs, tailMs, NOW);
    assertThat(load.expectedQueueMs(NOW)).isBetween(0.0, 60_000.0);
    assertThat(load.expectedSlowdown(NOW)).isBetween(0.1249, 64.01);
    assertThat(load.expectedImages(NOW)).isBetween(0.1249, 64.01);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void ownTailsAreWaitedForForADayAtMost(
      @ForAll(supplier = Wild.class) double transferMs,
      @ForAll(supplier = Wild.class) double tailMs,
      @ForAll @IntRange(min = 1, max = 1024) int workers) {
    OutstandingTails one = OutstandingTails.NONE.begun(transferMs, tailMs, workers, NOW);
    assertThat(one.waitMs(NOW)).isBetween(0.0, DAY_MS);
    assertThat(one.begun(10, 0, 1, NOW).waitMs(NOW)).isBetween(9.99, DAY_MS + 10.01);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void theLinkStaysFinite_andSoDoTheSizesOfItsProbes(
      @ForAll long bytes,
      @ForAll(supplier = Wild.class) double receiveMs,
      @ForAll(supplier = Wild.class) double serverMs,
      @ForAll(supplier = Wild.class) double exchangeMs) {
    LinkEstimate link =
        LinkEstimate.UNKNOWN
            .next(new LinkSample(50_000, 0, 50, 1, 60), NOW)
            .next(new LinkSample(bytes, 0, receiveMs, serverMs, exchangeMs), NOW)
            .gaveUp(bytes, exchangeMs, NOW);
    assertThat(link.bytesPerMs()).isBetween(0.0099, 1.01e8);
    assertThat(link.rttMs()).isBetween(0.0, 60_000.0);
    assertThat(link.confidence(NOW)).isBetween(0.0, 1.0);
    ProbeBudget budget = ProbeBudget.startingAt(NOW).over(link, NOW).spent(4096, true, link, NOW);
    assertThat(budget.size(link, NOW)).isBetween(4096, 1 << 20);
    assertThat(budget.savedBytes()).isFinite();
    assertThat(Crossing.of(50_000, link, NOW).takesMs()).isFinite().isNotNegative();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void whatSendingCostsStaysFinite(@ForAll(supplier = Wild.class) double seenMs) {
    SendOverheadEstimate cost = SendOverheadEstimate.UNKNOWN.next(1).next(seenMs).next(seenMs);
    assertThat(cost.ms()).isBetween(0.0, 30.0);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void aRefusalIsHeededNoLongerThanItSays(@ForAll(supplier = Wild.class) double backlogMs) {
    Duration said = Duration.ofSeconds(2);
    assertThat(RefusalBackoff.NONE.more().away(said, backlogMs))
        .isBetween(Duration.ofMillis(10), said);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void aTrialIsFollowedByARestOfADayAtMost(
      @ForAll(supplier = Wild.class) double predictedMs,
      @ForAll(supplier = Wild.class) double leftMs) {
    RejectionExploration doubt =
        RejectionExploration.startingAt(NOW).refused(predictedMs, leftMs).tried(predictedMs, NOW);
    assertThat(Math.abs(doubt.nextNanos() - NOW) / 1e6).isLessThanOrEqualTo(DAY_MS);
  }

  @Test
  void oneNumberThatIsNoneChangesNothing() {
    for (double wild : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e308}) {
      assertThat(SlowdownEstimate.NONE.next(wild, 10, NOW)).isEqualTo(SlowdownEstimate.NONE);
      assertThat(EdgeLoad.IDLE.measured(wild, wild, 10, NOW)).isEqualTo(EdgeLoad.IDLE);
      LinkSample sample = new LinkSample(50_000, 0, wild, 1, wild);
      assertThat(LinkEstimate.UNKNOWN.next(sample, NOW)).isEqualTo(LinkEstimate.UNKNOWN);
    }
    answers.fault(
        "times that are NaN, infinite or -1e308",
        "every estimate stays what it was; for any double at all estimates stay finite");
  }
}

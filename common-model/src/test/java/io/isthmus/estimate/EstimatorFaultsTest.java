package io.isthmus.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.answers.Answers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The faults of clocks and measurements, one by one; EstimatesTest has the rules behind them. */
class EstimatorFaultsTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long IDLE = TimeUnit.HOURS.toNanos(12);
  private static final LinkSample GOOD = sample(100_000, 100);

  @RegisterExtension final Answers answers = new Answers("library");

  private final LinkEstimate link = settled();

  /** 1 MB/s, ten times in a row. */
  private static LinkEstimate settled() {
    LinkEstimate link = LinkEstimate.UNKNOWN;
    for (int i = 0; i < 10; i++) {
      link = link.next(GOOD, i * SECOND);
    }
    return link;
  }

  private static LinkSample sample(long bytes, double receiveMs) {
    return new LinkSample(bytes, 0, receiveMs, 5, receiveMs + 5 + 2);
  }

  @Test
  void aTransferOfNoBytesOrNoTimeTellsNothing() {
    assertThat(link.bytesPerMs()).isCloseTo(1000, within(50.0));
    for (LinkSample nothing : new LinkSample[] {sample(0, 0), sample(0, 100), sample(0, -1)}) {
      assertThat(link.next(nothing, 10 * SECOND).bytesPerMs()).isEqualTo(link.bytesPerMs());
    }
    double instant = link.next(new LinkSample(100_000, 0, 0, 0, 0), 10 * SECOND).bytesPerMs();
    assertThat(instant).isEqualTo(link.bytesPerMs());
    assertThat(SlowdownEstimate.NONE.next(0, 10, SECOND)).isSameAs(SlowdownEstimate.NONE);
    answers.fault(
        "a transfer of 0 bytes, or in 0 ms, or in less", "the estimates stay what they were");
  }

  @Test
  void oneWildOutlierIsForgottenWithinAFewSamples() {
    for (LinkSample wild : new LinkSample[] {sample(100_000, 1), sample(100_000, 60_000)}) {
      LinkEstimate next = link.next(wild, 10 * SECOND);
      assertThat(next.bytesPerMs()).isFinite().isPositive();
      for (int i = 11; i < 16; i++) {
        next = next.next(GOOD, i * SECOND);
      }
      assertThat(next.bytesPerMs()).isCloseTo(1000, within(150.0));
    }
    assertThat(SlowdownEstimate.NONE.next(1e9, 10, 0).factor()).isLessThan(8.0);
    answers.fault(
        "one wild outlier: a hundred times too fast, six hundred times too slow",
        "finite at once, and within 15 % of the truth after five good samples");
  }

  @Test
  void aClockThatJumpsLeavesEveryEstimateSane() {
    for (long jump : new long[] {IDLE, -IDLE, Long.MAX_VALUE / 4, -Long.MAX_VALUE / 4}) {
      LinkEstimate jumped = link.next(GOOD, 10 * SECOND + jump);
      assertThat(jumped.bytesPerMs()).isCloseTo(1000, within(100.0));
      assertThat(jumped.ageNanos(0)).isNotNegative();
      assertThat(jumped.confidence(0)).isBetween(0.0, 1.0);
      assertThat(new SlowdownEstimate(3, 3, 0, 0).at(jump)).isBetween(1.0, 3.0);
      assertThat(EdgeLoad.IDLE.measured(30, 40, 20, 0).expectedQueueMs(jump)).isBetween(0.0, 31.0);
    }
    answers.fault(
        "a clock that jumps by 12 hours or 73 years, forwards or back",
        "rate within 10 %, no negative age, confidence in 0 … 1, corrections between old and 1");
  }

  @Test
  void twelveIdleHoursMakeEverythingUnknownAgain() {
    assertThat(link.known(10 * SECOND)).isTrue();
    assertThat(link.known(IDLE)).isFalse();
    assertThat(link.confidence(IDLE)).isLessThan(0.01);
    assertThat(new SlowdownEstimate(3, 3, 0, 0).at(IDLE)).isCloseTo(1, within(1e-6));
    assertThat(EdgeLoad.IDLE.measured(30, 40, 20, 0).expectedQueueMs(IDLE)).isZero();
    answers.fault("12 idle hours", "the link is unknown again, corrections 1, the edge idle");
  }
}

package io.isthmus.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.isthmus.decision.Conditions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EstimatesTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Variance of a rate that has just been measured well. */
  private static final double SURE = 0.001;

  private static final long IDLE = TimeUnit.HOURS.toNanos(12);

  /** Anything that clocks and headers can say, and how far the clock moves before it is said. */
  record Hostile(LinkSample link, double measuredMs, double profiledMs, long nanos) {}

  private record State(LinkEstimate link, Correction correction, long now) {

    static final State START = new State(LinkEstimate.UNKNOWN, Correction.NONE, 0);

    State after(Hostile h) {
      long then = now + h.nanos();
      return new State(
          link.next(h.link(), then), correction.next(h.measuredMs(), h.profiledMs(), then), then);
    }
  }

  @Property
  void whateverIsMeasured_estimatesStayConditionsThatADecisionCanBeTakenIn(
      @ForAll @Size(max = 30) List<@From("hostile") Hostile> samples) {
    State state = State.START;
    for (Hostile sample : samples) {
      state = state.after(sample);
      LinkEstimate link = state.link();
      double rate = link.known(state.now()) ? link.bytesPerMs() : 1;
      for (long later : new long[] {0, SECOND, IDLE, -IDLE}) {
        double factor = state.correction().at(state.now() + later);
        assertThat(new Conditions(rate, link.rttMs(), 0, factor, factor)).isNotNull();
        assertThat(factor).isBetween(0.1249, 64.01);
        assertThat(link.ageNanos(state.now() + later)).isNotNegative();
        assertThat(link.confidence(state.now() + later)).isBetween(0.0, 1.0);
      }
      assertThat(rate).isBetween(0.0099, 1.01e8);
      assertThat(link.rttMs()).isBetween(0.0, 60_000.0);
    }
  }

  @Property
  void tenGoodSamplesBringTheRateBack_whateverCameBefore(
      @ForAll @Size(max = 30) List<@From("hostile") Hostile> before,
      @ForAll @DoubleRange(min = 1, max = 6) double magnitude,
      @ForAll @DoubleRange(min = 2, max = 500) double receiveMs,
      @ForAll @DoubleRange(min = 0, max = 50) double rtt) {
    State state = State.START;
    for (Hostile sample : before) {
      state = state.after(sample);
    }
    double rate = Math.pow(10, magnitude); // 10 kB/s to 1 GB/s
    LinkSample good = arrival(rate, Math.max(receiveMs, 10_000 / rate), rtt);
    LinkEstimate link = state.link();
    for (int i = 1; i <= 10; i++) {
      link = link.next(good, state.now() + i * SECOND);
    }
    assertThat(link.bytesPerMs()).isCloseTo(rate, withinPercentage(15));
    assertThat(link.rttMs()).isCloseTo(rtt, within(0.3 * rtt + 2));
  }

  @Property
  void shortArrivalsOnAFastLinkEndAFalseBeliefThatItIsSlow(
      @ForAll @DoubleRange(min = 0.01, max = 1e3) double believed,
      @ForAll @DoubleRange(min = 4.5, max = 5.5) double magnitude) {
    double rate = Math.pow(10, magnitude);
    LinkSample good = arrival(rate, 0.3, 1);
    LinkEstimate link = new LinkEstimate(believed, SURE, 1, 0, 0);
    for (int i = 1; i <= 10; i++) {
      link = link.next(good, i * SECOND);
    }
    assertThat(link.bytesPerMs()).isGreaterThan(0.5 * rate).isLessThan(1.1 * rate);
  }

  @Property
  void oneLongArrivalFollowsATenfoldStep(
      @ForAll @DoubleRange(min = 1, max = 1e6) double rate,
      @ForAll boolean up,
      @ForAll @DoubleRange(min = 50, max = 5000) double receiveMs) {
    double next = up ? 10 * rate : rate / 10;
    LinkSample sample = arrival(next, Math.max(receiveMs, 10_000 / next), 1);
    assertThat(new LinkEstimate(rate, SURE, 1, 0, 0).next(sample, 1).bytesPerMs())
        .isCloseTo(next, withinPercentage(25));
  }

  @Property
  void smallTransfersNeverChangeTheRate(
      @ForAll @LongRange(max = 4 * 1024 - 1) long bytes,
      @ForAll @DoubleRange(max = 1e4) double receiveMs) {
    LinkEstimate known = new LinkEstimate(5000, SURE, 1, 0, 0);
    LinkSample small = new LinkSample(bytes, 100, receiveMs, 1, receiveMs + 2);
    assertThat(known.next(small, 1).bytesPerMs()).isEqualTo(5000);
    assertThat(known.next(small, 1).rateNanos()).isZero();
    assertThat(LinkEstimate.UNKNOWN.next(small, 1).known(1)).isFalse();
  }

  @Property
  void theEdgesComputingNeverChangesTheRateOrTheRoundTrip(
      @ForAll @DoubleRange(max = 1e5) double serverMs) {
    LinkEstimate known = new LinkEstimate(1000, SURE, 3, 0, 0);
    LinkSample sample = new LinkSample(100_000, 4000, 100, serverMs, 100 + serverMs + 4 + 3);
    LinkEstimate next = known.next(sample, 1);
    assertThat(next.bytesPerMs()).isCloseTo(1000, within(1e-6));
    assertThat(next.rttMs()).isCloseTo(3, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    "-1,0,10,1,20",
    "10000,-1,10,1,20",
    "10000,0,-10,1,20",
    "10000,0,10,-1,20",
    "10000,0,10,1,-20",
    "10000,0,NaN,1,20",
    "10000,0,10,NaN,20",
    "10000,0,10,1,NaN",
    "10000,0,10,1,Infinity",
    "10000,0,Infinity,1,Infinity",
    "10000,0,41,1,20",
    "1000000,0,0,21,20",
    "10000,0,0,0,0"
  })
  void aSampleThatCannotBeTrueChangesNothing(
      long up, long down, double receive, double server, double exchange) {
    LinkEstimate known = new LinkEstimate(1000, SURE, 3, 7, 0);
    assertThat(known.next(new LinkSample(up, down, receive, server, exchange), 9)).isSameAs(known);
  }

  @Test
  void oneWildRoundTripIsNotBelieved_aLastingOneIs() {
    LinkEstimate link = new LinkEstimate(1000, SURE, 2, 0, 0);
    LinkEstimate wild = link.next(arrival(1000, 10, 30_000), 1);
    assertThat(wild.rttMs()).isLessThan(20);
    LinkEstimate lasting = link;
    for (int i = 0; i < 12; i++) {
      lasting = lasting.next(arrival(1000, 10, 200), i);
    }
    assertThat(lasting.rttMs()).isCloseTo(200, withinPercentage(10));
  }

  @Test
  void theAgeOfARateIsThatOfItsLastMeasurement() {
    LinkEstimate link = LinkEstimate.UNKNOWN.next(arrival(1000, 10, 1), 5 * SECOND);
    LinkEstimate probed = link.next(new LinkSample(10, 10, 0, 0, 1), 9 * SECOND);
    assertThat(probed.ageNanos(9 * SECOND)).isEqualTo(4 * SECOND);
    assertThat(probed.ageNanos(SECOND)).isZero();
  }

  @Property
  void tenGoodSamplesBringTheCorrectionBack_howeverFarApart(
      @ForAll @Size(max = 30) List<@From("hostile") Hostile> before,
      @ForAll @DoubleRange(min = 0.2, max = 60) double factor,
      @ForAll @DoubleRange(min = 5, max = 1000) double profiledMs,
      @ForAll @IntRange(min = 0, max = 3600) int secondsApart) {
    State state = State.START;
    for (Hostile sample : before) {
      state = state.after(sample);
    }
    Correction correction = state.correction();
    long now = state.now();
    for (int i = 0; i < 10; i++) {
      now += secondsApart * SECOND;
      correction = correction.next(factor * profiledMs, profiledMs, now);
    }
    assertThat(correction.at(now)).isCloseTo(factor, withinPercentage(10));
  }

  @Property
  void aCorrectionForgetsTowardsOne(
      @ForAll @DoubleRange(min = 0.13, max = 64) double factor,
      @ForAll @IntRange(max = 600) int s) {
    Correction correction = new Correction(factor, 0, 0, 0);
    double sooner = Math.abs(Math.log(correction.at(s * SECOND)));
    double later = Math.abs(Math.log(correction.at((s + 1) * SECOND)));
    assertThat(later).isLessThanOrEqualTo(sooner);
    assertThat(correction.at(IDLE)).isCloseTo(1, within(1e-6));
    assertThat(correction.at(-IDLE)).isEqualTo(factor);
  }

  @ParameterizedTest
  @CsvSource({"0,10", "10,0", "0.4,10", "10,0.4", "NaN,10", "10,NaN", "Infinity,10", "-5,10"})
  void aTimeThatTellsNothingChangesNoCorrection(double measured, double profiled) {
    Correction known = new Correction(3, 0, 0, 7);
    assertThat(known.next(measured, profiled, 9)).isSameAs(known);
  }

  @Test
  void oneWildSampleMovesACorrectionByHalfAtMost() {
    for (long idle : new long[] {0, IDLE}) {
      assertThat(Correction.NONE.next(1e9, 10, idle).factor()).isBetween(4.0, 8.0);
    }
  }

  @Property
  void aMachineThatThrottlesIsKnownForItAfterTwoComputations(
      @ForAll @DoubleRange(min = 0.2, max = 1) double before,
      @ForAll @DoubleRange(min = 1.5, max = 10) double throttled) {
    Correction correction = new Correction(before, 3, 0, 0);
    for (int i = 1; i <= 2; i++) {
      correction = correction.next(throttled * before * 20, 20, i * SECOND / 10);
    }
    assertThat(correction.factor()).isCloseTo(throttled * before, withinPercentage(20));
  }

  @Test
  void whatOneComputationSaidIsForgottenSoonerThanWhatSeveralSaid() {
    Correction once = Correction.NONE.next(40, 10, 0);
    Correction often = once;
    for (int i = 0; i < 5; i++) {
      often = often.next(40, 10, 0);
    }
    assertThat(once.at(30 * SECOND)).isLessThan(1.3);
    assertThat(often.at(30 * SECOND)).isGreaterThan(2.5);
  }

  @Property
  void noiseMovesARateLittle(@ForAll @DoubleRange(min = 0.9, max = 1.1) double noise) {
    LinkEstimate link = new LinkEstimate(1000, SURE, 1, 0, 0);
    double next = link.next(arrival(1000 * noise, 5, 1), SECOND / 10).bytesPerMs();
    assertThat(Math.abs(Math.log(next / 1000))).isLessThan(0.5 * Math.abs(Math.log(noise)) + 1e-9);
  }

  @Property
  void confidenceDecaysWithAge_untilNothingIsKnown(
      @ForAll @DoubleRange(min = 1, max = 1e6) double rate,
      @ForAll @DoubleRange(min = 2, max = 500) double receiveMs,
      @ForAll @IntRange(max = 600) int s) {
    LinkEstimate link =
        LinkEstimate.UNKNOWN.next(arrival(rate, Math.max(receiveMs, 10_000 / rate), 1), 0);
    assertThat(link.confidence(0)).isGreaterThan(0.7);
    assertThat(link.confidence((s + 1) * SECOND)).isLessThan(link.confidence(s * SECOND));
    assertThat(link.known(60 * SECOND)).isTrue();
    assertThat(link.known(IDLE)).isFalse();
    assertThat(link.confidence(IDLE)).isLessThan(0.01);
  }

  @Test
  void whatIsNotKnownIsLearntFromOneSample() {
    LinkEstimate stale = new LinkEstimate(1000, SURE, 1, 0, 0);
    LinkEstimate next = stale.next(arrival(50_000, 20, 1), IDLE);
    assertThat(next.bytesPerMs()).isCloseTo(50_000, within(1e-6));
  }

  @Test
  void aLargeBodyThatArrivesFasterThanCanBeTimedTellsThatTheLinkIsFast() {
    LinkSample sample = new LinkSample(1 << 20, 0, 0.01, 0, 0.5);
    assertThat(LinkEstimate.UNKNOWN.next(sample, 1).bytesPerMs()).isGreaterThan(1e6);
    LinkSample unseen = new LinkSample(256 << 10, 0, 0, 0, 0.5);
    assertThat(LinkEstimate.UNKNOWN.next(unseen, 1).known(1)).isTrue();
  }

  @Property
  void anArrivalThatNobodySawNeverMakesTheLinkFasterThanItsExchangeNeeds(
      @ForAll @DoubleRange(min = 1, max = 1e6) double believed,
      @ForAll @DoubleRange(min = 0, max = 100) double rtt,
      @ForAll @DoubleRange(min = 0.5, max = 1000) double exchangeMs) {
    LinkEstimate link = new LinkEstimate(believed, SURE, rtt, 0, 0);
    LinkSample unseen = new LinkSample(1 << 20, 0, 0, 0, exchangeMs);
    for (int i = 1; i < 50; i++) {
      link = link.next(unseen, i);
      assertThat(link.bytesPerMs())
          .isCloseTo(Math.max(believed, (1 << 20) / exchangeMs), withinPercentage(1e-9));
    }
    LinkEstimate first = LinkEstimate.UNKNOWN.next(unseen, 1);
    assertThat(first.bytesPerMs()).isCloseTo((1 << 20) / exchangeMs, withinPercentage(1e-9));
  }

  @Test
  void aRateThatIsFarTooHighIsPutRightByTheFirstArrivalThatWasSeen() {
    LinkEstimate link = new LinkEstimate(4_000_000, SURE, 17, 0, 0);
    LinkEstimate next = link.next(new LinkSample(1 << 20, 0, 16.4, 0, 19), 1);
    assertThat(next.bytesPerMs()).isCloseTo(64_000, withinPercentage(10));
  }

  @Test
  void anArrivalMayBeGuessedLongerThanItsExchange_andTellsTheRateAllTheSame() {
    LinkEstimate link = new LinkEstimate(2000, SURE, 4, 0, 0);
    LinkEstimate next = link.next(new LinkSample(40_000, 0, 40.3, 0, 39.9), 1);
    assertThat(next.bytesPerMs()).isCloseTo(40_000 / 39.9, withinPercentage(10));
  }

  @Test
  void anExchangeThatWasGivenUpBoundsTheRate_andNeverRaisesIt() {
    LinkEstimate link = new LinkEstimate(1000, SURE, 1, 0, 0);
    assertThat(link.gaveUp(100_000, 1000, 1).bytesPerMs()).isEqualTo(100);
    assertThat(link.gaveUp(100_000, 1000, 1).confidence(1)).isLessThan(0.5);
    assertThat(link.gaveUp(100_000, 10, 1)).isSameAs(link);
    assertThat(link.gaveUp(100_000, Double.NaN, 1)).isSameAs(link);
    assertThat(LinkEstimate.UNKNOWN.gaveUp(100_000, 1000, 1).bytesPerMs()).isEqualTo(100);
  }

  @Test
  void aPauseIsForgottenByTheNextSample() {
    Correction steady = new Correction(1, 3, 0, 0);
    Correction paused = steady.next(30, 10, 1);
    assertThat(paused.factor()).isLessThan(1.8);
    assertThat(paused.next(10, 10, 2).factor()).isBetween(0.9, 1.4);
  }

  @Test
  void ownTailsMakeTheExpectedLoad_andReportsWhereThereAreNone() {
    EdgeLoad load = EdgeLoad.IDLE;
    for (int i = 0; i < 10; i++) {
      load = load.measured(30, 40, 20, i);
    }
    assertThat(load.expectedQueueMs(10)).isCloseTo(30, within(1.0));
    assertThat(load.expectedSlowdown(10)).isCloseTo(2, within(0.1));
    EdgeLoad told = load;
    for (int i = 0; i < 20; i++) {
      told = told.reported(5, 1, i);
    }
    assertThat(told.expectedQueueMs(20)).isCloseTo(5, within(0.5));
    assertThat(told.expectedSlowdown(20)).isCloseTo(1, within(0.1));
  }

  @Test
  void decodingHasASlownessOfItsOwn() {
    EdgeLoad load = EdgeLoad.IDLE;
    for (int i = 0; i < 10; i++) {
      load = load.decoded(60, 20, i).measured(0, 20, 20, i);
    }
    assertThat(load.expectedImages(10)).isCloseTo(3, within(0.1));
    assertThat(load.expectedSlowdown(10)).isCloseTo(1, within(0.01));
    assertThat(load.decoded(Double.NaN, 20, 11)).isSameAs(load);
  }

  @Test
  void aLoadThatCannotBeChangesNothing() {
    EdgeLoad load = EdgeLoad.IDLE.measured(30, 40, 20, 0);
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThat(load.measured(bad, 20, 20, 1)).isSameAs(load);
      assertThat(load.reported(bad, 1, 1)).isSameAs(load);
    }
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY, 0}) {
      assertThat(load.reported(5, bad, 1).slowdown()).isEqualTo(load.slowdown());
    }
  }

  @Test
  void oneWildReportIsForgottenWithinAMinute() {
    EdgeLoad wild = EdgeLoad.IDLE.reported(1e11, 1, 0);
    assertThat(wild.expectedQueueMs(60 * SECOND)).isLessThan(5);
    EdgeLoad good = wild;
    for (int i = 1; i <= 10; i++) {
      good = good.measured(0, 20, 20, i * SECOND);
    }
    assertThat(good.expectedQueueMs(10 * SECOND)).isLessThan(30);
  }

  @Property
  void aLoadDecaysTowardsAnIdleEdge(
      @ForAll @DoubleRange(max = 60_000) double queueMs, @ForAll @IntRange(max = 600) int s) {
    EdgeLoad load = new EdgeLoad(queueMs, new Correction(2, 0, 0, 0), Correction.NONE, 0);
    assertThat(load.expectedQueueMs(0)).isEqualTo(queueMs);
    assertThat(load.expectedQueueMs((s + 1) * SECOND))
        .isLessThanOrEqualTo(load.expectedQueueMs(s * SECOND));
    assertThat(load.expectedQueueMs(IDLE)).isZero();
    assertThat(load.expectedSlowdown(IDLE)).isCloseTo(1, within(1e-6));
    assertThat(load.expectedQueueMs(-IDLE)).isEqualTo(queueMs);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 1e9, Double.NaN, Double.POSITIVE_INFINITY})
  void aWaitThatCannotBeIsRefused(double value) {
    assertThatThrownBy(() -> new EdgeLoad(value, Correction.NONE, Correction.NONE, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anArrivalThatWasFasterThanTheWholeExchangeAllowsIsNotBelieved() {
    LinkEstimate link = new LinkEstimate(10_000, SURE, 2, 0, 0);
    // 100 kB lay there when the edge looked: 1 ms, where the device waited 10 ms for the transfer
    LinkSample buffered = new LinkSample(100_000, 0, 1, 5, 10 + 5 + 2);
    assertThat(link.next(buffered, 1).bytesPerMs()).isLessThan(15_000);
    LinkSample faster = new LinkSample(100_000, 0, 1, 5, 1 + 5 + 2);
    assertThat(link.next(faster, 1).bytesPerMs()).isGreaterThan(50_000);
  }

  /** A body that arrives at a rate in a time, the edge computes for 7 ms and answers 4000 bytes. */
  private static LinkSample arrival(double bytesPerMs, double receiveMs, double rtt) {
    long bytes = Math.round(bytesPerMs * receiveMs);
    return new LinkSample(bytes, 4000, receiveMs, 7, receiveMs + 7 + 4000 / bytesPerMs + rtt);
  }

  @Provide
  Arbitrary<Hostile> hostile() {
    Arbitrary<Long> bytes =
        Arbitraries.oneOf(
            Arbitraries.of(0L, 1L, -1L, 4095L, 4096L, Long.MAX_VALUE, Long.MIN_VALUE),
            Arbitraries.longs().between(0, 100_000_000));
    Arbitrary<Double> ms =
        Arbitraries.oneOf(
            Arbitraries.of(0.0, -1.0, 0.2, 0.5, Double.MIN_VALUE, 1e18, Double.MAX_VALUE),
            Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY),
            Arbitraries.doubles().between(0, 10_000));
    Arbitrary<Long> nanos = Arbitraries.of(0L, 1L, 1_000_000L, SECOND, IDLE, -SECOND, -IDLE);
    return Combinators.combine(
            Combinators.combine(bytes, bytes, ms, ms, ms).as(LinkSample::new), ms, ms, nanos)
        .as(Hostile::new);
  }
}

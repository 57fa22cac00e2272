package io.isthmus.estimate;

import static io.isthmus.estimate.Arrivals.arrival;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkEstimateTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static final long IDLE = TimeUnit.HOURS.toNanos(12);

  /** Variance of a rate that has just been measured well. */
  private static final double SURE = 0.001;

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
  void anArrivalThatWasFasterThanTheWholeExchangeAllowsIsNotBelieved() {
    LinkEstimate link = new LinkEstimate(10_000, SURE, 2, 0, 0);
    // 100 kB lay there when the edge looked: 1 ms, where the device waited 10 ms for the transfer
    LinkSample buffered = new LinkSample(100_000, 0, 1, 5, 10 + 5 + 2);
    assertThat(link.next(buffered, 1).bytesPerMs()).isLessThan(15_000);
    LinkSample faster = new LinkSample(100_000, 0, 1, 5, 1 + 5 + 2);
    assertThat(link.next(faster, 1).bytesPerMs()).isGreaterThan(50_000);
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
}

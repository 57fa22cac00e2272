package io.isthmus.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** On a link with a round trip of 10 ms. */
class PredecessorInterferenceTest {

  private static final double RTT_MS = 10;

  private static TailTimes exchange(double ms, double receive, double queue, double tail) {
    return new TailTimes(receive, 0, queue, tail, ms);
  }

  @Test
  void theFirstChunkIsAsItWas() {
    TailTimes first = exchange(100, 60, 5, 25);
    assertThat(PredecessorInterference.NONE.alone(first, 1000, RTT_MS)).isEqualTo(first);
  }

  @Test
  void aChunkThatFollowsAtADistanceIsAsItWas() {
    PredecessorInterference ahead =
        PredecessorInterference.NONE.next(exchange(100, 60, 5, 25), 1000, RTT_MS);
    TailTimes later = exchange(100, 60, 5, 25);
    assertThat(ahead.alone(later, 1200, RTT_MS)).isEqualTo(later);
  }

  @Test
  void whatItWaitedForTheOneAheadIsNoQueueAndNoSlowLink() {
    // sent at 0, arrived at 65, its tail ran from 65 to 165, answered at 170
    PredecessorInterference ahead =
        PredecessorInterference.NONE.next(exchange(170, 60, 0, 100), 0, RTT_MS);
    assertThat(ahead).isEqualTo(new PredecessorInterference(0, 65, 165));
    // sent at 50, shared the link from 55 to 65, arrived at 120, waited till 165, answered at 270
    TailTimes alone = ahead.alone(exchange(220, 65, 45, 100), 50, RTT_MS);
    assertAlone(alone);
    // the same, but the link sent it after the other
    TailTimes queued = ahead.alone(exchange(220, 60, 40, 100), 50, RTT_MS);
    assertAlone(queued);
  }

  private static void assertAlone(TailTimes times) {
    assertThat(times.receiveMs()).isEqualTo(60);
    assertThat(times.queueMs()).isZero();
    assertThat(times.tailMs()).isEqualTo(100);
    assertThat(times.exchangeMs()).isCloseTo(RTT_MS + 60 + 100, within(1e-9));
  }

  @Test
  void whatArrivedTogetherTellsARateThatIsRightWithinAFactorOfTwo_notAHugeOne() {
    // two bodies of 100 ms crossed side by side, and arrived at 205 and 206
    PredecessorInterference ahead =
        PredecessorInterference.NONE.next(exchange(310, 199, 0, 100), 0, RTT_MS);
    TailTimes alone = ahead.alone(exchange(409, 200, 99, 100), 1, RTT_MS);
    assertThat(alone.receiveMs()).isCloseTo(100, within(1.0));
    assertThat(alone.exchangeMs() - alone.serverMs()).isCloseTo(RTT_MS + 100, within(1.0));
  }

  @Test
  void oneThatWasOvertakenIsAsItWas() {
    PredecessorInterference ahead =
        PredecessorInterference.NONE.next(exchange(100, 60, 5, 25), 80, RTT_MS);
    TailTimes overtaken = exchange(300, 200, 30, 60);
    assertThat(ahead.alone(overtaken, 0, RTT_MS)).isEqualTo(overtaken);
  }

  @Test
  void whatWasNotSeenArrivingMayAllHaveBeenTheTransfer() {
    PredecessorInterference ahead =
        PredecessorInterference.NONE.next(exchange(170, 60, 0, 100), 0, RTT_MS);
    TailTimes alone = ahead.alone(exchange(160, 0, 0, 100), 50, RTT_MS);
    assertThat(alone.exchangeMs()).isEqualTo(160);
  }

  @Test
  void whatItWaitedForOthersRemains() {
    PredecessorInterference ahead =
        PredecessorInterference.NONE.next(exchange(170, 60, 0, 100), 0, RTT_MS);
    TailTimes alone = ahead.alone(exchange(250, 60, 70, 100), 50, RTT_MS);
    assertThat(alone.queueMs()).isCloseTo(30, within(1e-9));
  }

  @Test
  void timesThatContradictEachOtherGiveNoNegativeOnes() {
    PredecessorInterference ahead =
        PredecessorInterference.NONE.next(exchange(170, 60, 0, 100), 0, RTT_MS);
    TailTimes alone = ahead.alone(exchange(20, 900, 5, 500), 50, RTT_MS);
    assertThat(alone.receiveMs()).isNotNegative();
    assertThat(alone.queueMs()).isNotNegative();
  }
}

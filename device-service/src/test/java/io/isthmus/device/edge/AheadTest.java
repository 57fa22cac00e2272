package io.isthmus.device.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.wire.ServerTimes;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On a link with a round trip of 10 ms. */
class AheadTest {

  private static final double RTT_MS = 10;

  private static EdgeHttp.Exchange exchange(double ms, double receive, double queue, double tail) {
    return new EdgeHttp.Exchange(
        null, new ServerTimes(receive, 0, queue, tail), Optional.empty(), ms, 0);
  }

  @Test
  void theFirstChunkIsAsItWas() {
    EdgeHttp.Exchange first = exchange(100, 60, 5, 25);
    assertThat(Ahead.NOTHING.alone(first, 1000, RTT_MS)).isEqualTo(first);
  }

  @Test
  void aChunkThatFollowsAtADistanceIsAsItWas() {
    Ahead ahead = Ahead.NOTHING.next(exchange(100, 60, 5, 25), 1000, RTT_MS);
    EdgeHttp.Exchange later = exchange(100, 60, 5, 25);
    assertThat(ahead.alone(later, 1200, RTT_MS)).isEqualTo(later);
  }

  @Test
  void whatItWaitedForTheOneAheadIsNoQueueAndNoSlowLink() {
    // sent at 0, arrived at 65, its tail ran from 65 to 165, answered at 170
    Ahead ahead = Ahead.NOTHING.next(exchange(170, 60, 0, 100), 0, RTT_MS);
    assertThat(ahead).isEqualTo(new Ahead(0, 65, 165));
    // sent at 50, shared the link from 55 to 65, arrived at 120, waited till 165, answered at 270
    EdgeHttp.Exchange alone = ahead.alone(exchange(220, 65, 45, 100), 50, RTT_MS);
    assertThat(alone.times()).isEqualTo(new ServerTimes(60, 0, 0, 100));
    assertThat(alone.ms()).isCloseTo(RTT_MS + 60 + 100, within(1e-9));
    // the same, but the link sent it after the other
    EdgeHttp.Exchange queued = ahead.alone(exchange(220, 60, 40, 100), 50, RTT_MS);
    assertThat(queued.times()).isEqualTo(new ServerTimes(60, 0, 0, 100));
    assertThat(queued.ms()).isCloseTo(RTT_MS + 60 + 100, within(1e-9));
  }

  @Test
  void whatArrivedTogetherTellsARateThatIsRightWithinAFactorOfTwo_notAHugeOne() {
    // two bodies of 100 ms crossed side by side, and arrived at 205 and 206
    Ahead ahead = Ahead.NOTHING.next(exchange(310, 199, 0, 100), 0, RTT_MS);
    EdgeHttp.Exchange alone = ahead.alone(exchange(409, 200, 99, 100), 1, RTT_MS);
    assertThat(alone.times().receiveMs()).isCloseTo(100, within(1.0));
    assertThat(alone.ms() - alone.times().serverMs()).isCloseTo(RTT_MS + 100, within(1.0));
  }

  @Test
  void oneThatWasOvertakenIsAsItWas() {
    Ahead ahead = Ahead.NOTHING.next(exchange(100, 60, 5, 25), 80, RTT_MS);
    EdgeHttp.Exchange overtaken = exchange(300, 200, 30, 60);
    assertThat(ahead.alone(overtaken, 0, RTT_MS)).isEqualTo(overtaken);
  }

  @Test
  void whatWasNotSeenArrivingMayAllHaveBeenTheTransfer() {
    Ahead ahead = Ahead.NOTHING.next(exchange(170, 60, 0, 100), 0, RTT_MS);
    EdgeHttp.Exchange alone = ahead.alone(exchange(160, 0, 0, 100), 50, RTT_MS);
    assertThat(alone.ms()).isEqualTo(160);
  }

  @Test
  void whatItWaitedForOthersRemains() {
    Ahead ahead = Ahead.NOTHING.next(exchange(170, 60, 0, 100), 0, RTT_MS);
    EdgeHttp.Exchange alone = ahead.alone(exchange(250, 60, 70, 100), 50, RTT_MS);
    assertThat(alone.times().queueMs()).isCloseTo(30, within(1e-9));
  }

  @Test
  void timesThatContradictEachOtherGiveNoNegativeOnes() {
    Ahead ahead = Ahead.NOTHING.next(exchange(170, 60, 0, 100), 0, RTT_MS);
    EdgeHttp.Exchange alone = ahead.alone(exchange(20, 900, 5, 500), 50, RTT_MS);
    assertThat(alone.times().receiveMs()).isNotNegative();
    assertThat(alone.times().queueMs()).isNotNegative();
  }
}

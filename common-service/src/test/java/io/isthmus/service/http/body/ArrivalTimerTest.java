package io.isthmus.service.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.function.IntToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ArrivalTimerTest {

  private static final int PACKET = 1448;
  private static final int BUFFER = 8192;
  private static final double READ_MS = 0.005;

  /** What a reader sees that takes each piece as soon as it is there. */
  private static double seen(int pieces, int bytes, IntToDoubleFunction arrivesMs) {
    return seen(pieces, bytes, arrivesMs, Integer.MAX_VALUE);
  }

  /** The same of one that is stopped for 20 ms at every so many-th read. */
  private static double seen(
      int pieces, int bytes, IntToDoubleFunction arrivesMs, int stoppedAtEvery) {
    ArrivalTimer arrival = new ArrivalTimer();
    double now = 0;
    for (int i = 0; i < pieces; i++) {
      double before = now;
      now = Math.max(now, arrivesMs.applyAsDouble(i)) + READ_MS;
      if (i % stoppedAtEvery == stoppedAtEvery - 1) {
        now += 20;
      }
      arrival.read(bytes, (long) (before * 1e6), (long) (now * 1e6));
    }
    return arrival.ms();
  }

  @Test
  void whatLayThereAtTheFirstLookCountsAsIfItHadArrivedAsFastAsTheRest() {
    // the second ten take 100 ms
    assertThat(seen(20, 1000, i -> Math.max(0, i - 9) * 10.0)).isCloseTo(200, within(1.0));
  }

  @Test
  void whatWasSeenArrivingCountsAsItWas() {
    assertThat(seen(11, 1000, i -> (i + 1) * 10.0)).isCloseTo(110, within(1.0));
  }

  @Property
  void whatIsLetPassAtOnceDoesNotMakeTheLinkFast(
      @ForAll @IntRange(min = 1, max = 40) int burst,
      @ForAll @IntRange(min = 3, max = 30) int times,
      @ForAll @DoubleRange(min = 0.1, max = 30) double packetMs) {
    // a token bucket: after a pause up to a third pass at once, and then one at a time
    int packets = times * burst;
    double arrivalMs = seen(packets, PACKET, i -> 1 + Math.max(0, i + 1 - burst) * packetMs);
    assertThat(arrivalMs).isCloseTo(packets * packetMs, withinPercentage(10));
  }

  @Test
  void ofALargeBodyAllButItsBeginningCounts() {
    // 4 MB, of which the second half comes twice as fast
    double arrivalMs = seen(3000, PACKET, i -> i < 1500 ? i + 1 : 1500 + (i - 1499) / 2.0);
    assertThat(arrivalMs).isCloseTo(2250, withinPercentage(2));
  }

  @Test
  void aFastLinkBringsManyBuffersAtOnce_andIsSeenAllTheSame() {
    // eight buffers every millisecond; the first ones lay there
    assertThat(seen(200, BUFFER, i -> Math.floorDiv(i, 8))).isCloseTo(25, withinPercentage(15));
  }

  @Test
  void aReaderThatWasStoppedOnceOrTwiceSawNothingArrive() {
    assertThat(seen(32, BUFFER, i -> 0, 16)).isZero();
  }

  @Test
  void ofABodyThatLayThereNothingWasSeen() {
    assertThat(seen(100, 1000, i -> 0)).isZero();
    assertThat(new ArrivalTimer().ms()).isZero();
  }
}

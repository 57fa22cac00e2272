package io.isthmus.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RefusalBackoffTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void theFirstCountsForTheBacklog_eachFurtherTwiceAsLong_upToRetryAfter() {
    RefusalBackoff refusals = RefusalBackoff.NONE;
    for (long ms : new long[] {80, 160, 320, 640, 1000, 1000}) {
      refusals = refusals.more();
      assertThat(refusals.away(SECOND, 80)).isEqualTo(Duration.ofMillis(ms));
    }
  }

  @Test
  void whereTheBacklogIsLongerRetryAfterHolds() {
    assertThat(RefusalBackoff.NONE.more().away(SECOND, 40_000)).isEqualTo(SECOND);
  }

  @Property
  void nobodyComesBackAtOnce_norLaterThanTold(
      @ForAll @IntRange(min = 1, max = 1000) int times,
      @ForAll @DoubleRange(min = 0, max = 1e5) double backlogMs) {
    RefusalBackoff refusals = RefusalBackoff.NONE;
    for (int i = 0; i < times; i++) {
      refusals = refusals.more();
    }
    assertThat(refusals.away(SECOND, backlogMs)).isBetween(Duration.ofMillis(10), SECOND);
  }
}

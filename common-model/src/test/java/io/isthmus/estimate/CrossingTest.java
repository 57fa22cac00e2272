package io.isthmus.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossingTest {

  private static final long NOW = 1_000_000_000L;

  private static Crossing over(double bytesPerMs, long bytes) {
    return Crossing.of(bytes, new LinkEstimate(bytesPerMs, 0.01, 8, NOW, NOW), NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "4000, 433200, 108.3, 93.47", // a tenth of its time and half of 8 ms before it has crossed
    "4000, 20000, 5, 0.5",
    "64000, 200000, 3.125, 0", // shorter than an upload takes to come about
    "64000, 0, 0, 0"
  })
  void theNextUploadBeginsALittleBeforeABodyHasCrossed(
      double rate, long bytes, double end, double next) {
    Crossing crossing = over(rate, bytes);
    assertThat(crossing.endMs(1000)).isCloseTo(1000 + end, within(0.01));
    assertThat(crossing.nextMs(1000)).isCloseTo(1000 + next, within(0.01));
  }

  @Test
  void overALinkThatNobodyKnowsNothingIsWaitedFor() {
    assertThat(Crossing.of(1 << 20, LinkEstimate.UNKNOWN, NOW).nextMs(7)).isEqualTo(7);
    LinkEstimate vague = new LinkEstimate(4000, 9, 5, NOW, NOW);
    assertThat(Crossing.of(1 << 20, vague, NOW).nextMs(7)).isEqualTo(7);
  }
}

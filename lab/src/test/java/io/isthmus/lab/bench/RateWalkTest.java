package io.isthmus.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.units.DataRate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RateWalkTest {

  private static final List<DataRate> WALK = RateWalk.of(5000, new SplittableRandom(7));

  @Test
  void everyStepIsAFactorOf2() {
    for (int i = 1; i < WALK.size(); i++) {
      double ratio = WALK.get(i).bytesPerSecond() / WALK.get(i - 1).bytesPerSecond();
      assertThat(ratio).isIn(0.5, 1.0, 2.0);
    }
  }

  @Test
  void aRateStaysFor12To20Requests() {
    List<Integer> stretches = new ArrayList<>();
    int began = 0;
    for (int i = 1; i < WALK.size(); i++) {
      if (!WALK.get(i).equals(WALK.get(i - 1))) {
        stretches.add(i - began);
        began = i;
      }
    }
    assertThat(stretches)
        .hasSizeGreaterThan(200)
        .allMatch(n -> n >= 12 && n <= 20)
        .contains(12, 20);
  }

  @Test
  void allRatesFrom1To64MegabytesASecondAreVisited() {
    assertThat(new HashSet<>(WALK)).containsExactlyInAnyOrderElementsOf(RateWalk.RATES);
    assertThat(RateWalk.RATES).hasSize(7);
  }

  @Test
  void theSameSeedGivesTheSameWalkAndAnotherAnother() {
    assertThat(RateWalk.of(5000, new SplittableRandom(7))).isEqualTo(WALK);
    assertThat(RateWalk.of(5000, new SplittableRandom(8))).isNotEqualTo(WALK);
  }
}

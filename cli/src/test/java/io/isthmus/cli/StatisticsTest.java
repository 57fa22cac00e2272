package io.isthmus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void theMedianIsTheMiddleOrTheMeanOfTheTwoMiddleOnes() {
    assertThat(Statistics.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
    assertThat(Statistics.median(List.of(1.0, 2.0, 3.0, 10.0))).isEqualTo(2.5);
  }

  @Test
  void theGeometricMeanOfAFactorAndItsInverseIsOne() {
    assertThat(Statistics.geometricMean(List.of(4.0, 0.25))).isCloseTo(1, within(1e-12));
  }

  @Test
  void nothingHasNoSummary() {
    assertThat(Statistics.median(List.of())).isNaN();
    assertThat(Statistics.geometricMean(List.of())).isNaN();
  }
}

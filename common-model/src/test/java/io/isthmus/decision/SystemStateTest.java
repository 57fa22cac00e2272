package io.isthmus.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemStateTest {

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1e-9})
  void refuseWhatIsNotFiniteOrNegative(double bad) {
    for (int part = 0; part < 6; part++) {
      assertRefused(part, bad);
    }
  }

  @Test
  void aRateOrFactorOfZeroIsRefused_aRoundTripOrQueueOfZeroIsNot() {
    assertRefused(0, 0);
    assertRefused(3, 0);
    assertRefused(4, 0);
    assertThat(SystemState.ideal(7)).isEqualTo(new SystemState(7, 0, 0, 1, 1, 0));
  }

  private static void assertRefused(int part, double value) {
    double[] v = {1, 1, 1, 1, 1, 1};
    v[part] = value;
    assertThatThrownBy(() -> new SystemState(v[0], v[1], v[2], v[3], v[4], v[5]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

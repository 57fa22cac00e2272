package io.isthmus.cli.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogScaleTest {

  @Test
  void pointsLieEvenlyAndBothEndsBelongToThem() {
    LogScale scale = new LogScale("rate", 1, 128, 8);
    assertThat(scale.size()).isEqualTo(57);
    assertThat(scale.value(0)).isEqualTo(1);
    assertThat(scale.value(24)).isEqualTo(8);
    assertThat(scale.value(56)).isEqualTo(128);
    assertThat(scale.value(1)).isCloseTo(Math.pow(2, 0.125), within(1e-9));
    assertThat(scale.values().toArray()).hasSize(57).isSorted();
  }

  @Test
  void endsNeedNotBePowersOfTwo() {
    LogScale scale = new LogScale("rate", 3, 50, 2);
    assertThat(scale.value(0)).isEqualTo(3);
    assertThat(scale.value(scale.size() - 1)).isEqualTo(50);
  }

  @Test
  void oneValueIsOnePoint() {
    LogScale scale = new LogScale("batch", 4, 4, 16);
    assertThat(scale.values()).containsExactly(4.0);
    assertThat(scale.step()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 128, 1", "1, 256, 1", "0.03125, 128, 2"})
  void labelsHaveRoom(double low, double high, double doublings) {
    assertThat(new LogScale("rate", low, high, 8).labelStep()).isEqualTo(doublings);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "-1, 1, 1", "2, 1, 1", "NaN, 1, 1", "1, Infinity, 1", "1, 2, 0"})
  void whatIsNoAxisIsRefused(double low, double high, int perDoubling) {
    assertThatIllegalArgumentException().isThrownBy(() -> new LogScale("", low, high, perDoubling));
  }
}

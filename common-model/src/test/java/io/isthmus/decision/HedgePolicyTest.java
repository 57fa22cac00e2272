package io.isthmus.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HedgePolicyTest {

  @Test
  void anExchangeIsOverdueAfterItsFactorAndAtLeastTheSlack() {
    HedgePolicy patience = new HedgePolicy(1.5, 50);
    assertThat(patience.overdueMs(10)).isEqualTo(60);
    assertThat(patience.overdueMs(200)).isEqualTo(300);
  }

  @Test
  void aChunkMayBeAsLateAsThoseAheadOfIt() {
    HedgePolicy patience = new HedgePolicy(1.5, 50);
    assertThat(patience.overdueMs(60, 0)).isEqualTo(patience.overdueMs(60));
    assertThat(patience.overdueMs(60, 1440)).isEqualTo(2250 - 1440); // 1500 from the first one on
    assertThat(patience.overdueMs(20, 40)).isEqualTo(20 + 50);
  }

  @Test
  void lessThanThePredictedTimeIsNoPatience() {
    assertThatThrownBy(() -> new HedgePolicy(0.9, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HedgePolicy(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HedgePolicy(Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

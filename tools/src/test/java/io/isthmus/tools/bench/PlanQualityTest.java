package io.isthmus.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.tools.service.Checkout;
import org.junit.jupiter.api.Test;

class PlanQualityTest {

  @Test
  void plansOfAMeasuredNetworkComeWithinAFifthOfTheirBound() throws Exception {
    PlanQuality quality = PlanQuality.of(Checkout.find().profiles());
    assertThat(quality.overBound()).isBetween(1.0, 1.2);
    assertThat(quality.eq6OverPlan()).isGreaterThan(1.5);
  }
}

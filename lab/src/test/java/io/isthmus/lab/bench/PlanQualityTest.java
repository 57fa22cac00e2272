package io.isthmus.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.service.Checkout;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanQualityTest {

  @Test
  void plansOfMeasuredNetworksComeWithinAThirdOfTheirBound_andAreWellAheadOfOneCut()
      throws Exception {
    List<PlanQuality> all = PlanQuality.all(Checkout.find().profiles());
    assertThat(all).hasSize(4);
    assertThat(all)
        .allSatisfy(
            quality -> {
              assertThat(quality.overBound()).isBetween(1.0, 1.33);
              assertThat(quality.eq6OverPlan()).isGreaterThan(1.3);
              assertThat(quality.eq6OverBound()).isGreaterThan(quality.eq6OverPlan());
            });
  }
}

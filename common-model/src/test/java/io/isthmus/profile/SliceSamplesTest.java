package io.isthmus.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SliceSamplesTest {

  private final SliceSamples samples = new SliceSamples();

  @Test
  void aBatchTakesWhatItsSlicesTake() {
    samples.add(2, new double[] {3, 5});
    samples.add(1, new double[] {2, 3});
    assertThat(samples.units(List.of(2, 2, 1)))
        .extracting(Timing::median)
        .containsExactly(3.0 + 3 + 2, 5.0 + 5 + 3);
  }

  @Test
  void aTimeInWhichTheMachineWasSlowChangesNoBatchMoreThanTheOthers() {
    for (int repetition = 0; repetition < 3; repetition++) {
      samples.add(2, new double[] {4, 6});
    }
    for (int slice = 0; slice < 4; slice++) { // one repetition of a batch of eight
      samples.add(2, new double[] {8, 12});
    }
    for (int slice = 0; slice < 4; slice++) { // and another one
      samples.add(2, new double[] {4, 6});
    }
    assertThat(samples.units(List.of(2))).extracting(Timing::median).containsExactly(4.0, 6.0);
    assertThat(samples.units(List.of(2, 2, 2, 2)))
        .extracting(Timing::median)
        .containsExactly(16.0, 24.0);
  }
}

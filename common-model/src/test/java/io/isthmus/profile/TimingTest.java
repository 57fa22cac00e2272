package io.isthmus.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimingTest {

  @Test
  void isTheMedianAndTheDistanceOfTheQuartiles() {
    assertThat(Timing.of(new double[] {5})).isEqualTo(new Timing(5, 0));
    assertThat(Timing.of(new double[] {3, 1})).isEqualTo(new Timing(2, 1));
    assertThat(Timing.of(new double[] {9, 1, 5, 3, 7})).isEqualTo(new Timing(5, 4));
    assertThat(Timing.of(new double[] {1, 2, 3, 100})).isEqualTo(new Timing(2.5, 27.25 - 1.75));
  }

  @Property
  void oneWildSampleAmongFiveMovesTheMedianNoFurtherThanToItsNeighbour(
      @ForAll @Size(4) List<@DoubleRange(min = 1, max = 10) Double> good,
      @ForAll @DoubleRange(min = 0, max = 1e9) double wild) {
    double[] samples = new double[5];
    for (int i = 0; i < 4; i++) {
      samples[i] = good.get(i);
    }
    samples[4] = wild;
    double[] before = samples.clone();
    assertThat(Timing.of(samples).median())
        .isBetween(
            good.stream().mapToDouble(d -> d).min().orElseThrow(),
            good.stream().mapToDouble(d -> d).max().orElseThrow());
    assertThat(samples).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"-1,0", "0,-1", "NaN,0", "0,NaN", "Infinity,0", "0,Infinity"})
  void refusesWhatIsNoTime(double median, double spread) {
    assertThatThrownBy(() -> new Timing(median, spread))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

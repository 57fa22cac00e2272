package io.isthmus.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.isthmus.profile.Timing;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceSamplesTest {

  private static final double PERIOD_MS = 10;
  private static final double SHARE = 1.0 / 3;

  private final SliceSamples samples = new SliceSamples();

  /** A processor that computes for a share of every period, and stands still for what is left. */
  private static final class Quota {
    private double now;

    double run(double ms) {
      double start = now;
      double left = ms;
      while (left > 0) {
        double within = now % PERIOD_MS;
        if (within >= SHARE * PERIOD_MS - 1e-9) {
          now += PERIOD_MS - within;
          continue;
        }
        double step = Math.min(left, SHARE * PERIOD_MS - within);
        now += step;
        left -= step;
      }
      return now - start;
    }
  }

  private void add(int images, double... unitMs) {
    samples.add(images, MadeLaps.undisturbed(unitMs));
  }

  /** Measures slices of a chain whose units compute for so long an image. */
  private void addUnderQuota(double[] perImageMs, int... sizes) {
    Quota machine = new Quota();
    for (int i = 0; i < 15; i++) {
      for (int size : sizes) {
        machine.run(0.37 * i); // what others compute in between
        double[] computing = Arrays.stream(perImageMs).map(ms -> size * ms).toArray();
        samples.add(size, MadeLaps.of(machine::run, computing));
      }
    }
  }

  private static double upTo(List<Timing> units, int to) {
    return units.stream().limit(to).mapToDouble(Timing::median).sum();
  }

  private void assertShares(double[] perImageMs, int size) {
    List<Timing> units = samples.units(List.of(size));
    for (int l = 1; l <= perImageMs.length; l++) {
      double computing = size * Arrays.stream(perImageMs).limit(l).sum();
      assertThat(upTo(units, l))
          .as("head %d of %d images", l, size)
          .isCloseTo(computing / SHARE, withinPercentage(5));
    }
  }

  @Test
  void underAQuotaEveryHeadIsGivenItsShareOfTheStops() {
    double[] computing = {1.0, 0.9, 2.0, 1.6, 1.0, 1.0, 0.6, 0.7, 0.7, 0.7, 1.0, 1.0, 0.8};
    addUnderQuota(computing, 1);
    assertShares(computing, 1);
  }

  @Test
  void unitsThatAreStoppedEveryTimeAreGivenNoMoreThanTheirShare() {
    double[] computing = {3.5, 3.6, 8.2, 5.8, 1.6, 1.8, 2.0, 1.9, 2.2, 3.4, 1.9, 2.4};
    addUnderQuota(computing, 1);
    assertShares(computing, 1);
  }

  @Test
  void underAQuotaSmallSlicesAreStoppedAsOftenAsLargeOnes() {
    double[] computing = {0.6, 0.3, 0.7, 0.2}; // one image fits between two stops
    addUnderQuota(computing, 1, 2, 4, 8);
    for (int size : List.of(1, 2, 4, 8)) {
      assertShares(computing, size);
    }
  }

  @Test
  void aRunThatWasDisturbedChangesNothing() {
    for (int i = 0; i < 5; i++) {
      samples.add(1, i == 2 ? MadeLaps.of(ms -> 20 * ms, 5, 3, 2) : MadeLaps.undisturbed(5, 3, 2));
    }
    assertThat(samples.units(List.of(1))).extracting(Timing::median).containsExactly(5.0, 3.0, 2.0);
    assertThat(samples.units(List.of(1)).get(1).spread()).isZero();
  }

  @Test
  void theUnitsTakeTogetherWhatTheChainTakes() {
    add(1, 1, 9);
    add(1, 9, 1);
    add(1, 2, 2);
    assertThat(upTo(samples.units(List.of(1)), 2)).isCloseTo(10, within(1e-9));
  }

  @Test
  void unitsThatTakeNoTimeShareNone() {
    add(1, 0, 0);
    assertThat(samples.units(List.of(1))).extracting(Timing::median).containsExactly(0.0, 0.0);
  }

  @Test
  void aBatchTakesWhatItsSlicesTake() {
    add(2, 3, 5);
    add(1, 2, 3);
    assertThat(samples.units(List.of(2, 2, 1)))
        .extracting(Timing::median)
        .containsExactly(3.0 + 3 + 2, 5.0 + 5 + 3);
  }

  @Test
  void aTimeInWhichTheMachineWasSlowChangesNoBatchMoreThanTheOthers() {
    for (int repetition = 0; repetition < 3; repetition++) {
      add(2, 4, 6);
    }
    for (int slice = 0; slice < 4; slice++) { // one repetition of a batch of eight
      add(2, 8, 12);
    }
    for (int slice = 0; slice < 4; slice++) { // and another one
      add(2, 4, 6);
    }
    assertThat(samples.units(List.of(2))).extracting(Timing::median).containsExactly(4.0, 6.0);
    assertThat(samples.units(List.of(2, 2, 2, 2)))
        .extracting(Timing::median)
        .containsExactly(16.0, 24.0);
  }
}

package io.isthmus.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainSamplesTest {

  private static final double PERIOD_MS = 10;
  private static final double SHARE = 1.0 / 3;

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

  private static double upTo(List<Timing> units, int to) {
    return units.stream().limit(to).mapToDouble(Timing::median).sum();
  }

  @Test
  void underAQuotaEveryHeadIsGivenItsShareOfTheStops() {
    double[] computing = {1.0, 0.9, 2.0, 1.6, 1.0, 1.0, 0.6, 0.7, 0.7, 0.7, 1.0, 1.0, 0.8};
    Quota machine = new Quota();
    ChainSamples samples = new ChainSamples();
    for (int i = 0; i < 15; i++) {
      machine.run(0.37 * i); // what others compute in between
      samples.add(Arrays.stream(computing).map(machine::run).toArray());
    }
    List<Timing> units = samples.units();
    for (int l = 1; l <= computing.length; l++) {
      double alone = Arrays.stream(computing).limit(l).sum();
      assertThat(upTo(units, l)).as("head %d", l).isCloseTo(alone / SHARE, withinPercentage(15));
    }
  }

  @Test
  void aRunThatWasDisturbedChangesNothing() {
    ChainSamples samples = new ChainSamples();
    for (int i = 0; i < 5; i++) {
      samples.add(i == 2 ? new double[] {50, 3, 90} : new double[] {5, 3, 2});
    }
    List<Timing> units = samples.units();
    assertThat(units).extracting(Timing::median).containsExactly(5.0, 3.0, 2.0);
    assertThat(units.get(1).spread()).isZero();
  }

  @Test
  void theUnitsTakeTogetherWhatTheChainTakes() {
    ChainSamples samples = new ChainSamples();
    samples.add(new double[] {1, 9});
    samples.add(new double[] {9, 1});
    samples.add(new double[] {2, 2});
    assertThat(upTo(samples.units(), 2)).isCloseTo(10, within(1e-9));
  }

  @Test
  void unitsThatTakeNoTimeShareNone() {
    ChainSamples samples = new ChainSamples();
    samples.add(new double[] {0, 0});
    assertThat(samples.units()).extracting(Timing::median).containsExactly(0.0, 0.0);
  }
}

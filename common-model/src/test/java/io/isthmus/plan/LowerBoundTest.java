package io.isthmus.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.decision.Chunk;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.Plan;
import io.isthmus.decision.SystemState;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LowerBoundTest {

  private static final int GRID = 100;

  @Property(tries = 200)
  void noPlanAtAllIsBelowTheBound(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 10) Integer> sizes,
      @ForAll @Size(6) List<@IntRange(max = 2) Integer> cuts,
      @ForAll @DoubleRange(min = 2, max = 6) double logRate) {
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      chunks.add(new Chunk(sizes.get(i), Toy.OPTIONS[cuts.get(i)]));
    }
    Plan any = new Plan(chunks);
    DecisionInput now = Toy.situation(any.images(), SystemState.ideal(Math.pow(10, logRate)));
    double boundMs = any.images() * LowerBound.of(new Stages(Toy.OPTIONS, now)).perImageMs();
    assertThat(now.schedule(any).makespanMs()).isGreaterThanOrEqualTo(boundMs - 1e-6);
  }

  @Test
  void ofOneKindOfChunkIsItsBusiestMachine() {
    assertThat(bound(new double[] {3, 5, 4})).isCloseTo(5, within(1e-5));
    assertThat(bound(new double[] {3, 0, 0})).isCloseTo(3, within(1e-5));
  }

  @Test
  void twoKindsAreMixedSoThatTwoMachinesAreEquallyBusy() {
    // x·9 = (1 − x)·3: a quarter on the device, three quarters on the edge
    assertThat(bound(new double[] {9, 0, 0}, new double[] {0, 1, 3})).isCloseTo(2.25, within(1e-5));
  }

  @Test
  void threeKindsAreMixedSoThatAllMachinesAreEquallyBusy() {
    assertThat(bound(new double[] {6, 0, 0}, new double[] {0, 6, 0}, new double[] {0, 0, 6}))
        .isCloseTo(2, within(1e-5));
  }

  @Test
  void aKindThatIsWorseOnEveryMachineChangesNothing() {
    double[] good = {9, 0, 0};
    double[] other = {0, 1, 3};
    assertThat(bound(good, other, new double[] {9, 2, 4}, new double[] {10, 0, 0}))
        .isCloseTo(bound(good, other), within(1e-5));
  }

  @Property(tries = 300)
  void isTheLinearProgrammesOptimum(
      @ForAll @Size(min = 1, max = 6) List<@net.jqwik.api.From("columns") double[]> columns) {
    double bound = bound(columns.toArray(double[][]::new));
    double best = 0; // by duality: no λ gives more, and a fine grid of them nearly as much
    for (int i = 0; i <= GRID; i++) {
      for (int j = 0; j <= GRID - i; j++) {
        best = Math.max(best, least(columns, (double) i / GRID, (double) j / GRID));
      }
    }
    assertThat(best).isLessThanOrEqualTo(bound * (1 + 1e-5));
    assertThat(bound - best).isLessThan(2.0 * 100 / GRID);
  }

  @Property
  void noMixtureIsBelowIt(
      @ForAll @Size(min = 1, max = 6) List<@net.jqwik.api.From("columns") double[]> columns,
      @ForAll @Size(6) List<@net.jqwik.api.constraints.DoubleRange(max = 1) Double> weights) {
    double sum = weights.stream().limit(columns.size()).mapToDouble(w -> w + 1e-6).sum();
    double busiest = 0;
    for (int m = 0; m < 3; m++) {
      double load = 0;
      for (int c = 0; c < columns.size(); c++) {
        load += (weights.get(c) + 1e-6) / sum * columns.get(c)[m];
      }
      busiest = Math.max(busiest, load);
    }
    assertThat(bound(columns.toArray(double[][]::new))).isLessThanOrEqualTo(busiest + 1e-9);
  }

  private static double bound(double[]... columns) {
    return new LowerBound(List.of(columns)).perImageMs();
  }

  private static double least(List<double[]> columns, double device, double link) {
    return columns.stream()
        .mapToDouble(c -> device * c[0] + link * c[1] + (1 - device - link) * c[2])
        .min()
        .orElseThrow();
  }

  @Provide
  Arbitrary<double[]> columns() {
    return Arbitraries.doubles()
        .between(0, 100)
        .list()
        .ofSize(3)
        .map(t -> new double[] {t.get(0), t.get(1), t.get(2)});
  }
}

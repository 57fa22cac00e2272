package io.isthmus.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;

class OutstandingTailsTest {

  private static final long NOW = 7_000_000_000L;
  private static final Offset<Double> NEAR = within(1e-3);

  /** Link and edge in sequence: what a tail that comes last waits, by a simulation. */
  @Property
  void tailsOfOneSizeBegunAtOnceWaitAsInTheFlowShop(
      @ForAll @DoubleRange(min = 0.1, max = 500) double transferMs,
      @ForAll @DoubleRange(min = 0.1, max = 500) double tailMs,
      @ForAll @Size(max = 20) List<Boolean> tails) {
    OutstandingTails own = OutstandingTails.NONE;
    double linkFree = 0;
    double edgeFree = 0;
    for (Boolean tail : tails) {
      assertThat(tail).isNotNull();
      own = own.begun(transferMs, tailMs, 1, NOW);
      linkFree += transferMs;
      edgeFree = Math.max(linkFree, edgeFree) + tailMs;
    }
    double next = Math.max(linkFree + transferMs, edgeFree) + tailMs;
    assertThat(own.waitMs(NOW)).isCloseTo(next - transferMs - tailMs, NEAR);
  }

  @Property
  void anEdgeWithSeveralWorkersIsDoneWithAFullRowAsSoonAsTheyAre(
      @ForAll @DoubleRange(min = 0.1, max = 500) double tailMs,
      @ForAll @IntRange(min = 1, max = 8) int workers,
      @ForAll @IntRange(min = 1, max = 5) int rows) {
    OutstandingTails own = OutstandingTails.NONE;
    for (int i = 0; i < rows * workers; i++) {
      own = own.begun(0, tailMs, workers, NOW);
    }
    assertThat(own.waitMs(NOW)).isCloseTo(rows * tailMs, NEAR);
  }

  @Property
  void theWaitPassesWithTime_andEndsWithTheLast(
      @ForAll @DoubleRange(min = 0, max = 500) double transferMs,
      @ForAll @DoubleRange(min = 0, max = 500) double tailMs,
      @ForAll @DoubleRange(min = 0, max = 1000) double laterMs) {
    OutstandingTails two =
        OutstandingTails.NONE.begun(transferMs, tailMs, 1, NOW).begun(transferMs, tailMs, 1, NOW);
    double later = two.waitMs(NOW + (long) (laterMs * 1e6));
    assertThat(later).isCloseTo(Math.max(0, two.waitMs(NOW) - laterMs), NEAR);
    assertThat(two.ended().underWay()).isEqualTo(1);
    assertThat(two.ended().ended()).isEqualTo(OutstandingTails.NONE);
    assertThat(OutstandingTails.NONE.waitMs(NOW)).isZero();
  }
}

package io.isthmus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.decision.Chunk;
import io.isthmus.decision.SystemState;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LocalSearchTest {

  private static Stages stages(int images, double bytesPerMs) {
    return new Stages(Toy.OPTIONS, Toy.situation(images, new SystemState(bytesPerMs, 5, 0, 1, 1)));
  }

  @Property(tries = 300)
  void aClimbKeepsAllImages_theOrderOfTheCuts_andIsNeverWorseThanItsStart(
      @ForAll @IntRange(min = 1, max = 64) int images,
      @ForAll @IntRange(min = 1, max = 16) int parts,
      @ForAll @IntRange(max = 2) int cut,
      @ForAll @DoubleRange(min = 2, max = 6) double logRate) {
    Stages stages = stages(images, Math.pow(10, logRate));
    MutablePlan start = new MutablePlan();
    start.addEvenly(cut, images, Math.min(parts, images));
    LocalSearch climb = new LocalSearch(stages, new PlanCost(stages, 1), start);
    double startMs = climb.bestMs();
    climb.run();

    List<Chunk> plan = climb.best().plan(Toy.OPTIONS);
    assertThat(climb.bestMs()).isLessThanOrEqualTo(startMs);
    assertThat(climb.best().cost(new PlanCost(stages, 1), Double.POSITIVE_INFINITY))
        .isEqualTo(climb.bestMs());
    assertThat(plan).hasSizeLessThanOrEqualTo(MutablePlan.MOST_CHUNKS);
    assertThat(plan).extracting(Chunk::images).allMatch(size -> size > 0);
    assertThat(plan.stream().mapToInt(Chunk::images).sum()).isEqualTo(images);
    assertThat(plan).extracting(chunk -> chunk.option().cut()).isSorted();
  }

  @Test
  void fromOneChunkAtTheWrongCutItFindsAPlanThatKeepsAllMachinesAtWork() {
    MutablePlan start = new MutablePlan();
    start.addEvenly(2, 16, 1); // everything computed here
    Stages stages = stages(16, 1000);
    LocalSearch climb = new LocalSearch(stages, new PlanCost(stages, 0), start);
    double startMs = climb.bestMs();
    climb.run();
    assertThat(climb.bestMs()).isLessThan(0.7 * startMs);
    assertThat(climb.best().plan(Toy.OPTIONS))
        .extracting(chunk -> chunk.option().cut())
        .contains(0, 4);
  }
}

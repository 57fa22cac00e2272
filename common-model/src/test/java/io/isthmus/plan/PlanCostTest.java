package io.isthmus.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.decision.Chunk;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.Plan;
import io.isthmus.decision.SystemState;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PlanCostTest {

  @Property
  void isTheMakespanOfAnyChunks_withQueuesAndWhatSendingTakes(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 10) Integer> sizes,
      @ForAll @Size(6) List<@IntRange(max = 2) Integer> cuts,
      @ForAll @DoubleRange(min = 2, max = 6) double logRate,
      @ForAll @DoubleRange(max = 100) double deviceQueueMs,
      @ForAll @DoubleRange(max = 100) double sendingMs) {
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      chunks.add(new Chunk(sizes.get(i), Toy.OPTIONS[cuts.get(i)]));
    }
    Plan plan = new Plan(chunks);
    double rate = Math.pow(10, logRate);
    DecisionInput now =
        Toy.situation(
            plan.images(), new SystemState(rate, 1, 2, 1, 1, deviceQueueMs, 1, 1, 1, sendingMs));
    PlanCost line = new PlanCost(new Stages(Toy.OPTIONS, now), 0);
    line.clear();
    for (int i = 0; i < sizes.size(); i++) {
      line.add(cuts.get(i), sizes.get(i));
    }
    assertThat(line.cost()).isCloseTo(now.schedule(plan).makespanMs(), within(1e-6));
  }
}

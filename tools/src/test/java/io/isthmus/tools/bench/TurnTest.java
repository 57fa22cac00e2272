package io.isthmus.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.tools.demo.InputKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TurnTest {

  private static final List<Turn> TURNS = Turn.draw(320, new SplittableRandom(1));

  @Test
  void theEdgeIsIdleAtFirstAndBetweenPhasesOfLoad() {
    List<Integer> phases = new ArrayList<>();
    for (Turn turn : TURNS) {
      if (phases.isEmpty() || phases.get(phases.size() - 1) != turn.neighbours()) {
        phases.add(turn.neighbours());
      }
    }
    assertThat(phases).startsWith(0, 1, 0, 2, 0, 1, 0, 2);
  }

  @Test
  void allBatchesAndBothInputsAreAskedFor() {
    assertThat(TURNS).extracting(Turn::batch).contains(1, 2, 4, 8, 16);
    assertThat(TURNS).extracting(Turn::input).contains(InputKind.PHOTOS, InputKind.FRAMES);
  }
}

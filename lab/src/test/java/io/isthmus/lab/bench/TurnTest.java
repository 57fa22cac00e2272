package io.isthmus.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.harness.InputKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TurnTest {

  private static final List<Turn> TURNS = Turn.draw(320, new SplittableRandom(1));

  @Test
  void theEdgeIsIdleAtFirstAndBetweenPhasesOfLoad() {
    List<Load> phases = new ArrayList<>();
    for (Turn turn : TURNS) {
      if (phases.isEmpty() || phases.get(phases.size() - 1) != turn.load()) {
        phases.add(turn.load());
      }
    }
    assertThat(phases)
        .startsWith(Load.NONE, Load.NEIGHBOUR, Load.NONE, Load.PROGRAM, Load.NONE, Load.NEIGHBOUR);
  }

  @Test
  void allBatchesAndBothInputsAreAskedFor() {
    assertThat(TURNS).extracting(Turn::batch).contains(1, 2, 4, 8, 16);
    assertThat(TURNS).extracting(Turn::input).contains(InputKind.PHOTOS, InputKind.FRAMES);
  }
}

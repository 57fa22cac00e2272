package io.isthmus.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.harness.InputKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RequestMixTest {

  private static final List<RequestMix.Request> REQUESTS =
      RequestMix.draw(320, new SplittableRandom(1));

  @Test
  void theEdgeIsIdleAtFirstAndBetweenPhasesOfLoad() {
    List<Load> phases = new ArrayList<>();
    for (RequestMix.Request asked : REQUESTS) {
      if (phases.isEmpty() || phases.get(phases.size() - 1) != asked.load()) {
        phases.add(asked.load());
      }
    }
    assertThat(phases)
        .startsWith(Load.NONE, Load.NEIGHBOUR, Load.NONE, Load.PROGRAM, Load.NONE, Load.NEIGHBOUR);
  }

  @Test
  void allBatchesAndBothInputsAreAskedFor() {
    assertThat(REQUESTS).extracting(RequestMix.Request::batch).contains(1, 2, 4, 8, 16);
    assertThat(REQUESTS)
        .extracting(RequestMix.Request::input)
        .contains(InputKind.PHOTOS, InputKind.FRAMES);
  }
}

package io.isthmus.lab.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.units.DataRate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnsTest {

  private static final List<Policy> POLICIES =
      Policies.exact(TestModel.model().network()).of(InputPolicy.FRAMES);

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7, 8, 9})
  void eachHasEveryPlaceAndFollowsEveryOtherEquallyOften(int count) {
    List<Integer> items = IntStream.range(0, count).boxed().toList();
    Map<List<Integer>, Integer> places = new HashMap<>();
    Map<List<Integer>, Integer> followed = new HashMap<>();
    int times = count % 2 == 0 ? 1 : 2;

    for (int round = 1; round <= times * count; round++) {
      List<Integer> order = Turns.balanced(items, round);
      assertThat(order).containsExactlyInAnyOrderElementsOf(items);
      for (int place = 0; place < count; place++) {
        places.merge(List.of(place, order.get(place)), 1, Integer::sum);
        if (place > 0) {
          followed.merge(List.of(order.get(place - 1), order.get(place)), 1, Integer::sum);
        }
      }
    }

    assertThat(places.values()).hasSize(count * count).containsOnly(times);
    assertThat(followed.values()).hasSize(count * (count - 1)).containsOnly(times);
  }

  @Test
  void theOrderIsTheSameInEveryRun_andAnotherInEveryRound() {
    Cell cell = new Cell(DataRate.parse("1MB/s"), InputPolicy.FRAMES, 4);

    List<Policy> first = Turns.order(POLICIES, cell, 1);

    assertThat(first).containsExactlyInAnyOrderElementsOf(POLICIES);
    assertThat(Turns.order(POLICIES, cell, 1)).isEqualTo(first);
    assertThat(Turns.order(POLICIES, cell, 2)).isNotEqualTo(first);
  }

  @Test
  void theFirstAndTheLastPlaceAreDrawnAnewForEveryCell() {
    Set<Policy> first = new HashSet<>();
    Set<Policy> last = new HashSet<>();
    for (String rate : List.of("1MB/s", "2MB/s", "4MB/s", "8MB/s", "16MB/s", "32MB/s")) {
      for (int batch = 1; batch <= 64; batch *= 2) {
        Cell cell = new Cell(DataRate.parse(rate), InputPolicy.FRAMES, batch);
        List<Policy> order = Turns.order(POLICIES, cell, 1);
        first.add(order.get(0));
        last.add(order.get(order.size() - 1));
      }
    }
    assertThat(first).hasSameSizeAs(POLICIES);
    assertThat(last).hasSameSizeAs(POLICIES);
  }
}

package io.isthmus.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CutMapTest {

  private static final Network NETWORK = Chains.of(100, List.of(90_000, 9_000, 1_000));
  private static final ProfileTimes DEVICE =
      MadeProfile.times(MadeProfile.batch(1, 10, 10, 40), MadeProfile.batch(2, 18, 18, 80));
  private static final ProfileTimes EDGE =
      MadeProfile.times(MadeProfile.batch(1, 1, 1, 4), MadeProfile.batch(2, 2, 2, 8));
  private static final SplitSelector SELECTOR = new SplitSelector(NETWORK, true);
  private static final List<Double> RATES = List.of(10.0, 1_000.0, 30_000.0);
  private static final List<Integer> BATCHES = List.of(1, 2, 4);

  private static DecisionInput now(EdgeStatus edge, int room) {
    return new DecisionInput(
        new Workload(1, 30_000, 0),
        new SystemState(500, 3, 2, 1.5, 1.2, 1),
        new WireCostModel(NETWORK, DEVICE, EDGE),
        edge,
        null,
        room,
        room);
  }

  @Test
  void everyCellIsWhatTheSelectorTakesInThatState() {
    CutMap map = CutMap.of(SELECTOR, now(EdgeStatus.READY, 2), RATES, BATCHES);
    for (int row = 0; row < 2; row++) {
      int batch = BATCHES.get(row);
      for (int column = 0; column < RATES.size(); column++) {
        Decision best =
            SELECTOR.fastest(
                now(EdgeStatus.READY, 2).cost(),
                new Workload(batch, 30_000L * batch, 0),
                new SystemState(RATES.get(column), 3, 2, 1.5, 1.2, 1));
        CutMap.Cell cell = Objects.requireNonNull(map.rows().get(row).get(column));
        assertThat(cell.option().cut()).isEqualTo(best.option().cut());
        assertThat(cell.totalMs()).isEqualTo(Objects.requireNonNull(best.predicted()).totalMs());
      }
    }
    assertThat(map.rows().get(0).get(0)).extracting(cell -> cell.option().cut()).isEqualTo(3);
    assertThat(map.rows().get(0).get(2)).extracting(cell -> cell.option().cut()).isEqualTo(0);
  }

  @Test
  void aBatchForWhichNobodyHasRoomHasNoCut() {
    CutMap map = CutMap.of(SELECTOR, now(EdgeStatus.READY, 2), RATES, BATCHES);
    assertThat(map.rows().get(2)).containsOnlyNulls();
  }

  @Test
  void withoutTheEdgeAllIsLocal_butAnUnknownRateIsWhatTheMapVaries() {
    CutMap away = CutMap.of(SELECTOR, now(EdgeStatus.UNAVAILABLE, 2), RATES, List.of(1, 2));
    assertThat(away.rows())
        .allSatisfy(row -> assertThat(row).extracting(cell -> cell.option().cut()).containsOnly(3));
    CutMap unmeasured = CutMap.of(SELECTOR, now(EdgeStatus.LINK_UNKNOWN, 2), RATES, BATCHES);
    assertThat(unmeasured).isEqualTo(CutMap.of(SELECTOR, now(EdgeStatus.READY, 2), RATES, BATCHES));
  }
}

package io.isthmus.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An edge lets about seven requests in: what they make the next one wait must move it before. */
class OverloadedEdgeTest {

  private static final int LET_IN = 7;

  /** 12 bytes go in; compressive are cuts 2 and 3. */
  private static final Network NETWORK = Chains.of(2, List.of(24, 6, 4, 5, 3));

  private final ProfileTimes device = MadeProfile.times(MadeProfile.batch(1, 4, 4, 4, 4, 4));
  private final ProfileTimes edge = MadeProfile.times(MadeProfile.batch(1, 1, 1, 1, 1, 1));
  private final SplitSelector selector = new SplitSelector(NETWORK, true);
  private final CostModel cost = new WireCostModel(NETWORK, device, edge);

  private int split(double queueMs) {
    SystemState conditions = new SystemState(100, 0.1, queueMs, 1, 1);
    return selector.fastest(cost, new Workload(1, 12, 0), conditions).option().cut();
  }

  @Test
  void cutsMoveDevicewardAsTheQueueGrows_andAreLocalBeforeTheEdgeIsFull() {
    double tailMs = edge.units(0, NETWORK.length(), 1);
    int last = split(0);
    assertThat(last).isZero();
    for (double inside = 0; inside <= LET_IN - 1; inside += 0.25) {
      int now = split(inside * tailMs);
      assertThat(now).as("with %s inside", inside).isGreaterThanOrEqualTo(last);
      last = now;
    }
    assertThat(last).isEqualTo(NETWORK.length());
  }
}

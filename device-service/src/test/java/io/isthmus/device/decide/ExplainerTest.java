package io.isthmus.device.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.isthmus.control.DeviceEvent;
import io.isthmus.control.EdgeEvent;
import io.isthmus.control.Report;
import io.isthmus.decision.Workload;
import io.isthmus.device.control.AccuracyProperties;
import io.isthmus.device.control.Controllers;
import io.isthmus.device.control.LiveController;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.Deadlines;
import io.isthmus.wire.Deadline;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainerTest {

  private static final Network NETWORK = Chains.of(100, List.of(90_000, 9_000, 1_000));
  private static final ProfileTimes DEVICE = MadeProfile.times(MadeProfile.batch(1, 10, 10, 40));

  private final LiveController controller = Controllers.of(NETWORK, DEVICE);
  private final Deadlines deadlines = mock(Deadlines.class);
  private final Decider decider =
      new Decider(controller, deadlines, new TooLate(NETWORK, deadlines));
  private final Explainer explainer =
      new Explainer(
          NETWORK, decider, new DecisionLog(), controller, new AccuracyProperties("exact", null));

  private long wantedNanos() {
    return controller.snapshot().controller().edge().wantedNanos();
  }

  @Test
  void anOnlookerIsNoReasonToProbeTheLink_aRequestIs() {
    long before = wantedNanos();
    explainer.present();
    explainer.latest();
    assertThat(wantedNanos()).isEqualTo(before);
    decider.decide(Wish.FASTEST, new Workload(1, 1000, 0), Deadline.NONE);
    assertThat(wantedNanos()).isGreaterThan(before);
  }

  @Test
  void beforeAnythingHasBeenLearntThereIsNoAge_andAfterwardsOne() {
    assertThat(explainer.present().ages()).isEqualTo(new AgesView(null, null, null));
    controller.on(new DeviceEvent.Computed(20, 10));
    controller.on(new EdgeEvent.Reported(new Report(3, 2, 1)));
    AgesView ages = explainer.present().ages();
    assertThat(ages.deviceFactorMs()).isNotNegative();
    assertThat(ages.edgeFactorMs()).isNotNegative();
    assertThat(ages.queueMs()).isNotNegative();
  }

  @Test
  void beforeTheFirstRequestNothingIsGained_andTheMapIsForFrames() {
    PresentView now = explainer.present();
    assertThat(now.gains()).isEqualTo(new GainsView(0, null, null, null));
    assertThat(now.map().input()).isEqualTo("frames");
    assertThat(now.map().batch()).isEqualTo(1);
  }
}

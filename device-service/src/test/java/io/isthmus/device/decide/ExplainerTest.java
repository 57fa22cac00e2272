package io.isthmus.device.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.Workload;
import io.isthmus.device.edge.EdgeLink;
import io.isthmus.estimate.EdgeLoad;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.Deadlines;
import io.isthmus.service.LoadMeter;
import io.isthmus.wire.Deadline;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplainerTest {

  private static final Network NETWORK = Chains.of(100, List.of(90_000, 9_000, 1_000));
  private static final ProfileTimes DEVICE = MadeProfile.times(MadeProfile.batch(1, 10, 10, 40));

  private final EdgeLink edge = mock(EdgeLink.class);
  private final LoadMeter load = new LoadMeter(1);
  private final Deadlines deadlines = mock(Deadlines.class);
  private final Decider decider =
      new Decider(
          NETWORK,
          () -> DEVICE,
          edge,
          load,
          deadlines,
          new TooLate(NETWORK, deadlines),
          new PlanFactor(),
          new Sending(),
          new PrivacyProperties(true));
  private final Explainer explainer =
      new Explainer(NETWORK, decider, new DecisionLog(), edge, load);

  @BeforeEach
  void theEdgeIsUnknown() {
    when(edge.status()).thenReturn(EdgeStatus.LINK_UNKNOWN);
    when(edge.link()).thenReturn(LinkEstimate.UNKNOWN);
    when(edge.load()).thenReturn(EdgeLoad.IDLE);
  }

  @Test
  void anOnlookerIsNoReasonToProbeTheLink_aRequestIs() {
    explainer.present();
    explainer.latest();
    verify(edge, never()).wanted();
    decider.decide(new Wish.Fastest(), new Workload(1, 1000, 0), Deadline.NONE);
    verify(edge).wanted();
  }

  @Test
  void beforeAnythingHasBeenLearntThereIsNoAge_andAfterwardsOne() {
    assertThat(explainer.present().ages()).isEqualTo(new AgesView(null, null, null));
    load.measured(20, 10);
    when(edge.load()).thenReturn(EdgeLoad.IDLE.measured(3, 20, 10, System.nanoTime()));
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

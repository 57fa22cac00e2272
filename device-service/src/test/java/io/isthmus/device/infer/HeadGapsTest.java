package io.isthmus.device.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.Mockito.mock;

import io.isthmus.decision.Option;
import io.isthmus.device.control.Controllers;
import io.isthmus.device.control.DeviceLoadMeter;
import io.isthmus.device.control.LiveController;
import io.isthmus.network.Chains;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.LoadMeter;
import io.isthmus.service.model.InferenceExecutor;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadGapsTest {

  private static final int OFFLOAD = 0;
  private static final int CUT = 2;
  private static final int LOCAL = 3;

  private static final ProfileTimes PROFILE = MadeProfile.times(MadeProfile.batch(1, 10, 10, 40));

  private final LiveController controller =
      Controllers.of(Chains.of(100, List.of(90_000, 9_000, 1_000)), PROFILE);
  private final LoadMeter load = new DeviceLoadMeter(controller);
  private final RequestTimings account = new RequestTimings();
  private final HeadGaps gaps =
      new HeadGaps(
          new LocalExecutor(mock(InferenceExecutor.class), load, PROFILE), account, controller);
  private double nowMs;

  /** A chunk that computes for so long, with so much besides before the next is begun. */
  private void chunk(int split, double ranMs, double besidesMs) {
    gaps.before(Option.at(split), (long) (nowMs * 1e6));
    account.computed(0.1, ranMs);
    nowMs += ranMs + besidesMs;
  }

  private void assertKeptFor(double ms) {
    assertThat(controller.snapshot().conditions().sendingMs()).isCloseTo(ms, within(1e-3));
  }

  @Test
  void whatLiesBetweenTheHeadsOfSentChunksIsWhatSendingTakes() {
    chunk(CUT, 20, 2);
    chunk(CUT, 30, 4);
    chunk(LOCAL, 50, 0.5);
    assertKeptFor(3);
  }

  @Test
  void theLastHeadIsFollowedByNothing_andWhatIsNotSentIsNoSample() {
    chunk(LOCAL, 20, 2);
    chunk(LOCAL, 30, 4);
    chunk(CUT, 50, 7);
    assertKeptFor(0);
  }

  @Test
  void aChunkWithoutAHeadTellsNothing() {
    chunk(OFFLOAD, 0, 3);
    chunk(CUT, 20, 1);
    chunk(OFFLOAD, 0, 2);
    chunk(CUT, 20, 0);
    assertKeptFor(0);
  }

  @Test
  void whereOthersComputeNothingIsLearnt() {
    try (LoadMeter.Work others = load.begin(10)) {
      chunk(CUT, 20, 2);
      chunk(CUT, 20, 2);
    }
    chunk(CUT, 20, 3);
    assertKeptFor(0);
    chunk(CUT, 20, 0);
    assertKeptFor(3);
  }
}

package io.isthmus.device.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.Mockito.mock;

import io.isthmus.device.decide.Sending;
import io.isthmus.profile.MadeProfile;
import io.isthmus.service.LoadMeter;
import io.isthmus.service.model.InferenceExecutor;
import org.junit.jupiter.api.Test;

class HeadGapsTest {

  private static final int OFFLOAD = 0;
  private static final int CUT = 2;
  private static final int LOCAL = 3;

  private final LoadMeter load = new LoadMeter(1);
  private final Account account = new Account();
  private final Sending sending = new Sending();
  private final HeadGaps gaps =
      new HeadGaps(
          new OwnWork(
              mock(InferenceExecutor.class),
              load,
              MadeProfile.times(MadeProfile.batch(1, 10, 10, 40))),
          account,
          sending);
  private double nowMs;

  /** A chunk that computes for so long, with so much besides before the next is begun. */
  private void chunk(int split, double ranMs, double besidesMs) {
    gaps.before(split, (long) (nowMs * 1e6));
    account.computed(0.1, ranMs);
    nowMs += ranMs + besidesMs;
  }

  private void assertKeptFor(double ms) {
    assertThat(sending.nowMs()).isCloseTo(ms, within(1e-3));
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

package io.isthmus.device.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.decision.Option;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class WaitingSamplesTest {

  private final WaitingSamples waiting = new WaitingSamples(100);

  private static ShadowSample sample(int bytes, int top) {
    return new ShadowSample(
        Option.at(1), ByteBuffer.allocate(bytes - Float.BYTES), new float[] {top});
  }

  @Test
  void theOldestIsTakenFirst() throws Exception {
    waiting.add(sample(40, 1));
    waiting.add(sample(40, 2));
    assertThat(waiting.take().answer()).containsExactly(1);
    assertThat(waiting.take().answer()).containsExactly(2);
    assertThat(waiting.bytes()).isZero();
  }

  @Test
  void whereOneDoesNotFitTheOldestGo() throws Exception {
    for (int i = 0; i < 5; i++) {
      waiting.add(sample(40, i));
      assertThat(waiting.bytes()).isLessThanOrEqualTo(100);
    }
    assertThat(waiting.dropped()).isEqualTo(3);
    assertThat(waiting.take().answer()).containsExactly(3);
  }

  @Test
  void oneThatIsTooLargeByItselfDrivesNoneOut() throws Exception {
    waiting.add(sample(100, 1));
    waiting.add(sample(101, 2));
    assertThat(waiting.dropped()).isEqualTo(1);
    assertThat(waiting.take().answer()).containsExactly(1);
  }
}

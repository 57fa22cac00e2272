package io.isthmus.device.guard;

import static io.isthmus.guard.MadeCalibrations.FINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.TestModel;
import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.control.GuardEvent;
import io.isthmus.control.Setup;
import io.isthmus.decision.Option;
import io.isthmus.decision.OptionSpace;
import io.isthmus.device.control.LiveController;
import io.isthmus.encoding.Encoding;
import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShadowSamplerTest {

  private static final Network NETWORK = TestModel.model().network();
  private static final Option HALVES = Option.at(3, Encoding.F16);
  private static final int BATCH = 4;
  private static final ProfileTimes TIMES = MadeProfile.times(MadeProfile.batch(1, 1, 1));

  private final LiveController controller = controller();
  private final WaitingSamples waiting = new WaitingSamples(1L << 30);

  private static LiveController controller() {
    CalibratedOption halves =
        new CalibratedOption(HALVES.encoding(), 9, 9, 0, 0.01, 0, null, null, null);
    CalibratedCut cut =
        new CalibratedCut(3, NETWORK.cutName(3), NETWORK.activation(3).elements(), List.of(halves));
    OptionSpace space =
        new OptionSpace(
            NETWORK, 0, new Calibration(NETWORK.fingerprint(), 600, null, List.of(cut)));
    Setup setup = Setup.of(space, true, 1, Duration.ofSeconds(1));
    return new LiveController(setup, () -> TIMES, LiveController.Recorder.NONE);
  }

  private ShadowSampler sampler(double share) {
    return new ShadowSampler(controller, waiting, share, new Random(7));
  }

  /** Logits whose largest is that of class row + 1. */
  private static ByteBuffer logits() {
    int classes = NETWORK.classes();
    ByteBuffer logits = ByteBuffer.allocate(4 * BATCH * classes).order(ByteOrder.nativeOrder());
    for (int row = 0; row < BATCH; row++) {
      logits.putFloat(4 * (row * classes + row + 1), 1);
    }
    return logits;
  }

  @Test
  void aSampleHasItsOwnInput_andItsOwnAnswer() throws Exception {
    try (RequestMemory memory = TestModel.chain().openMemory()) {
      Activation input = TestModel.noise(memory, BATCH, 5);
      sampler(1).answered(HALVES, input, logits());
      byte[] all = TestModel.bytes(input);
      int size = all.length / BATCH;
      assertThat(waiting.bytes()).isEqualTo(all.length + BATCH * NETWORK.classes() * Float.BYTES);
      for (int row = 0; row < BATCH; row++) {
        ShadowSample sample = waiting.take();
        assertThat(sample.answer()).hasSize(NETWORK.classes()).containsOnlyOnce(1);
        assertThat(sample.answer()[row + 1]).isEqualTo(1);
        assertThat(sample.input()).isEqualTo(ByteBuffer.wrap(all, row * size, size));
      }
    }
  }

  @Test
  void theShareIsTaken_imageByImage() {
    try (RequestMemory memory = TestModel.chain().openMemory()) {
      Activation input = TestModel.noise(memory, BATCH, 5);
      ShadowSampler sampler = sampler(0.1);
      for (int i = 0; i < 200; i++) {
        sampler.answered(HALVES, input, logits());
      }
      double taken = (double) waiting.bytes() / NETWORK.input().bytes(1);
      assertThat(taken / (200 * BATCH)).isCloseTo(0.1, within(0.03));
    }
  }

  @Test
  void whatIsExact_notCalibrated_orSuspended_isLeft_andAllIsWhereTheGuardIsOff() {
    try (RequestMemory memory = TestModel.chain().openMemory()) {
      Activation input = TestModel.noise(memory, BATCH, 5);
      sampler(0).answered(HALVES, input, logits());
      sampler(1).answered(Option.at(3), input, logits());
      sampler(1).answered(Option.at(3, Encoding.LOSSLESS), input, logits());
      sampler(1).answered(FINE, input, logits());
      controller.on(new GuardEvent.ShadowChecked(HALVES, 50, 50));
      sampler(1).answered(HALVES, input, logits());
      assertThat(waiting.bytes()).isZero();
    }
  }
}

package io.isthmus.device.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.isthmus.codec.CutEncoder;
import io.isthmus.decision.Option;
import io.isthmus.decision.OptionSpace;
import io.isthmus.device.control.Controllers;
import io.isthmus.device.control.DeviceLoadMeter;
import io.isthmus.encoding.Encoding;
import io.isthmus.engine.Activation;
import io.isthmus.network.Chains;
import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import io.isthmus.network.Network;
import io.isthmus.network.TensorSpec;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.model.InferenceExecutor;
import io.isthmus.wire.Deadline;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What encoding costs this device, and what it takes off the edge. */
class EncodingHereTest {

  private static final Network NETWORK = Chains.of(100, List.of(90_000, 9_000, 1_000));
  private static final ProfileTimes PROFILE =
      MadeProfile.times(MadeProfile.withImages(1, 5, 5, 10, 10, 40));

  private final InferenceExecutor computation = mock(InferenceExecutor.class);
  private final LocalExecutor own =
      new LocalExecutor(
          computation, new DeviceLoadMeter(Controllers.of(NETWORK, PROFILE)), PROFILE);

  private static Option offload(Encoding encoding) {
    return new Option(Option.ONLY_EDGE, 0, encoding, null);
  }

  @Test
  void itsTimeIsToldByItself_andIsComputing() {
    List<ByteBuffer> payload = List.of(ByteBuffer.allocate(3));
    when(computation.encode(any(), any(), any()))
        .thenReturn(new InferenceExecutor.Encoded(payload, 2, 5));
    RequestTimings account = new RequestTimings();
    account.computed(1, 10);
    Activation activation = mock(Activation.class);
    TensorSpec spec = new TensorSpec(DType.F32, List.of(100));
    when(activation.spec()).thenReturn(CutTensors.of("activation", spec));
    when(activation.batch()).thenReturn(1);
    CutEncoder encoder = mock(CutEncoder.class);
    when(encoder.encoding()).thenReturn(Encoding.F16);
    List<ByteBuffer> given = own.encode(activation, encoder, account, Deadline.NONE);
    assertThat(given).isSameAs(payload);
    assertThat(account.encodeMs()).isEqualTo(5);
    assertThat(account.computedMs()).isEqualTo(15);
    assertThat(account.observed(20).time().deviceQueueMs()).isEqualTo(3);
    assertThat(account.observed(20).time().headMs()).as("with encoding").isEqualTo(15);
  }

  @Test
  void onlyFilesAreDecodedByTheEdge() {
    InferInput.Images input = mock(InferInput.Images.class);
    when(input.decodeWork()).thenReturn(700L);
    when(input.batch()).thenReturn(1);
    assertThat(LocalExecutor.tailWork(offload(Encoding.RAW), input).pixels()).isEqualTo(700);
    assertThat(LocalExecutor.tailWork(offload(Encoding.PIXELS), input).pixels()).isZero();
    assertThat(LocalExecutor.tailWork(offload(Encoding.LOSSLESS), input).pixels()).isZero();
    double units = own.restMs(offload(Encoding.PIXELS), input);
    assertThat(own.restMs(offload(Encoding.RAW), input)).isGreaterThan(units);
  }

  @Test
  void withoutACalibrationThereIsNoQuantiser() {
    CalibratedEncoders encoders = new CalibratedEncoders(new OptionSpace(NETWORK, 0, null));
    assertThat(encoders.encoder(1, Encoding.LOSSLESS).encoding()).isEqualTo(Encoding.LOSSLESS);
    assertThat(encoders.encoder(1, Encoding.F16).encoding()).isEqualTo(Encoding.F16);
    assertThatThrownBy(() -> encoders.encoder(1, Encoding.quantised(16)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("q16 at cut 1 has not been calibrated");
  }
}

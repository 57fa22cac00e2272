package io.isthmus.calibrating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelStatisticsTest {

  private static final TensorSpec SPEC = new TensorSpec(DType.F32, List.of(2, 2, 2));

  @Test
  void eachChannelHasItsOwnMeanDeviationAndRange() throws Exception {
    ChannelStatistics statistics = new ChannelStatistics(SPEC, 3);
    statistics.add(tensor(SPEC, 2, 0, 1, 2, 3, 7, 7, 7, 7, 4, 5, 6, 7, 7, 7, 7, 7));
    statistics.add(tensor(SPEC, 1, 8, 9, 10, 11, 7, 7, 7, 7));

    ChannelRange first = statistics.ranges().get(0);
    assertThat(first.mean()).isEqualTo(5.5);
    assertThat(first.deviation()).isCloseTo(Math.sqrt(143.0 / 12), within(1e-9));
    assertThat(first.low()).isCloseTo(0, within(0.01));
    assertThat(first.high()).isCloseTo(11, within(0.01));
    assertThat(statistics.ranges().get(1)).isEqualTo(new ChannelRange(7, 7, 7, 0));
  }

  @Test
  void oneValueInTwoThousandIsLeftOutOnEitherSide_alsoOfMoreThanAreKept() throws Exception {
    TensorSpec spec = new TensorSpec(DType.F32, List.of(1, 300, 300));
    float[] values = new float[90_000];
    Random random = new Random(3);
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 10_000 == 0 ? 1e6f : random.nextFloat();
    }
    ChannelStatistics statistics = new ChannelStatistics(spec, 2);
    statistics.add(tensor(spec, 1, values));
    statistics.add(tensor(spec, 1, values));
    ChannelRange range = statistics.ranges().get(0);
    assertThat(range.low()).isBetween(0.0, 0.002);
    assertThat(range.high()).isBetween(0.998, 1.0);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void valuesThatAreNotFiniteMakeNoQuantiser(float value) {
    ChannelStatistics statistics = new ChannelStatistics(SPEC, 1);
    assertThatThrownBy(() -> statistics.add(tensor(SPEC, 1, 0, 0, 0, 0, 0, value, 0, 0)))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContainingAll("not finite", "channel 1");
  }

  private static Tensor tensor(TensorSpec spec, int batch, float... values) {
    ByteBuffer data = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder());
    data.asFloatBuffer().put(values);
    return new Tensor(spec, batch, data);
  }
}

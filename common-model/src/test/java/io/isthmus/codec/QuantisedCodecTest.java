package io.isthmus.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class QuantisedCodecTest {

  private static final TensorSpec SPEC = Tensors.floats(6, 5, 4);

  /** Any bounds; those of small tensors are not near the limits. */
  private static Quantiser quantiser(int channels, int levels, Random random) {
    List<Quantiser.Channel> all = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      all.add(
          new Quantiser.Channel(
              random.nextInt(41) - 20, random.nextInt(31) - 20, 1 + random.nextInt(levels)));
    }
    return new Quantiser(all);
  }

  private static ByteBuffer encoded(int levels, Quantiser quantiser, Tensor tensor) {
    return Codecs.encoder(Encoding.quantised(levels), tensor.spec(), quantiser).encode(tensor);
  }

  private static Tensor decoded(int levels, ByteBuffer payload, TensorSpec spec, int batch)
      throws MalformedTensorException {
    TensorDecoder decoder = Codecs.decoder(Encoding.quantised(levels), spec);
    assertThat((long) payload.remaining()).isLessThanOrEqualTo(decoder.mostBytes(batch));
    return Tensors.decoded(decoder, payload, spec, batch);
  }

  @Property(tries = 200)
  void valuesWithinTheBoundsMoveByHalfAStepAndOthersAreClipped(
      @ForAll @IntRange(min = 2, max = 256) int levels,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll long seed)
      throws MalformedTensorException {
    Quantiser quantiser = quantiser(6, levels, new Random(seed));
    Tensor tensor = Tensors.smooth(SPEC, batch, seed);
    Tensor read = decoded(levels, encoded(levels, quantiser, tensor), SPEC, batch);
    float[] before = Tensors.values(tensor.data());
    float[] after = Tensors.values(read.data());
    for (int i = 0; i < before.length; i++) {
      Quantiser.Channel channel = quantiser.channels().get(i / 20 % 6);
      float step = channel.step();
      float lowest = step * channel.zero();
      float highest = step * (channel.zero() + channel.levels() - 1);
      float clipped = Math.max(lowest, Math.min(highest, before[i]));
      assertThat(Math.abs(after[i] - clipped)).isLessThanOrEqualTo(0.50001f * step);
      assertThat(after[i]).isBetween(lowest, highest);
    }
  }

  @Property(tries = 50)
  void whatWasReadIsWrittenAndReadAgainWithoutAChange(@ForAll long seed)
      throws MalformedTensorException {
    Quantiser quantiser = quantiser(6, 16, new Random(seed));
    Tensor once = decoded(16, encoded(16, quantiser, Tensors.smooth(SPEC, 2, seed)), SPEC, 2);
    assertThat(decoded(16, encoded(16, quantiser, once), SPEC, 2)).isEqualTo(once);
  }

  @Test
  void boundsAtTheirLimitsGiveFiniteValues() throws MalformedTensorException {
    TensorSpec spec = Tensors.floats(4);
    Quantiser quantiser =
        new Quantiser(
            List.of(
                new Quantiser.Channel(320, 1 << 20, 256),
                new Quantiser.Channel(320, -(1 << 20), 256),
                new Quantiser.Channel(-320, 1 << 20, 256),
                new Quantiser.Channel(-320, -(1 << 20), 1)));
    Tensor tensor = Tensors.of(spec, 1, 1e38f, -1e38f, 1e38f, 0);
    float[] values = Tensors.values(decoded(256, encoded(256, quantiser, tensor), spec, 1).data());
    assertThat(values)
        .containsExactly(
            0x1p40f * ((1 << 20) + 255), -0x1p60f, 0x1p-40f * ((1 << 20) + 255), -0x1p-20f);
  }

  @Test
  void payloadsThatEndTooEarlyOrGoOnAreRefused() {
    byte[] payload =
        Tensors.array(encoded(16, quantiser(6, 16, new Random(1)), Tensors.smooth(SPEC, 2, 1)));
    for (int length = 0; length < payload.length; length++) {
      assertRefused(16, 2, Arrays.copyOf(payload, length));
    }
    for (int more = 1; more < 9; more++) {
      assertRefused(16, 2, Arrays.copyOf(payload, payload.length + more));
    }
    assertRefused(16, 1, payload);
    assertRefused(16, 3, payload);
  }

  @Test
  void randomBytesAreRefused() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      assertRefused(16, 1, bytes);
    }
  }

  private static void assertRefused(int levels, int batch, byte[] payload) {
    TensorDecoder decoder = Codecs.decoder(Encoding.quantised(levels), SPEC);
    assertThatExceptionOfType(MalformedTensorException.class)
        .isThrownBy(
            () -> decoder.decode(ByteBuffer.wrap(payload), batch, Tensors.room(SPEC, batch)));
  }
}

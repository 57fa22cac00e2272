package io.isthmus.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
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

  @Test
  void anyChangedByteIsRefused() {
    byte[] payload =
        Tensors.array(encoded(16, quantiser(6, 16, new Random(1)), Tensors.smooth(SPEC, 2, 1)));
    for (int i = 0; i < payload.length; i++) {
      byte[] changed = payload.clone();
      changed[i] ^= 0x10;
      assertRefused(16, 2, changed);
    }
  }

  @Test
  void forgedPayloadsAreRefusedOrGiveFiniteValues() {
    TensorDecoder decoder = Codecs.decoder(Encoding.quantised(16), SPEC);
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = new byte[4 + random.nextInt(150)];
      random.nextBytes(bytes);
      ByteBuffer forged = QuantisedForm.finish(bytes, (byte) (i % 3), bytes.length);
      ByteBuffer target = Tensors.room(SPEC, 1);
      try {
        decoder.decode(forged, 1, target);
        for (float value : Tensors.values(target)) {
          assertThat(value).isFinite();
        }
      } catch (MalformedTensorException e) {
        assertThat(e).hasMessageMatching("(the payload|a channel's|a level).*");
      }
    }
  }

  @Test
  void moreLevelsThanTheEncodingNamesAreRefused() {
    Tensor tensor = Tensors.smooth(SPEC, 2, 1);
    Quantiser fine = new Quantiser(Collections.nCopies(6, new Quantiser.Channel(-24, -100, 256)));
    assertRefused(16, 2, Tensors.array(encoded(256, fine, tensor)));
  }

  @Test
  void noiseOfAllLevelsIsStoredAndReadAgain() throws MalformedTensorException {
    TensorSpec spec = Tensors.floats(1, 8, 8);
    float[] values = new float[64];
    Random random = new Random(3);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(256);
    }
    Quantiser quantiser = new Quantiser(List.of(new Quantiser.Channel(0, 0, 256)));
    Tensor tensor = Tensors.of(spec, 1, values);
    ByteBuffer payload = encoded(256, quantiser, tensor);
    assertThat(payload.get(2)).isEqualTo(QuantisedForm.STORED);
    assertThat(decoded(256, payload, spec, 1)).isEqualTo(tensor);
    assertThatExceptionOfType(MalformedTensorException.class)
        .isThrownBy(() -> decoded(16, payload, spec, 1));
  }

  @Test
  void storedBoundsOutOfRangeAreRefused() {
    byte[] bytes = new byte[(int) QuantisedForm.storedBytes(TensorPlanes.of(SPEC), 1)];
    ByteBuffer bounds = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int exponent : new int[] {-321, 321, Short.MIN_VALUE}) {
      bounds.putShort(QuantisedForm.HEAD, (short) exponent);
      QuantisedForm.finish(bytes, QuantisedForm.STORED, bytes.length);
      assertRefused(16, 1, bytes);
    }
    bounds.putShort(QuantisedForm.HEAD, (short) 0);
    for (int zero : new int[] {1 + (1 << 20), Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      bounds.putInt(QuantisedForm.HEAD + 2, zero);
      QuantisedForm.finish(bytes, QuantisedForm.STORED, bytes.length);
      assertRefused(16, 1, bytes);
    }
  }

  @Test
  void valuesThatAreNotFiniteBecomeLevels() throws MalformedTensorException {
    TensorSpec spec = Tensors.floats(1, 3);
    Quantiser quantiser = new Quantiser(List.of(new Quantiser.Channel(0, 2, 4)));
    float infinity = Float.POSITIVE_INFINITY;
    Tensor tensor = Tensors.of(spec, 1, Float.NaN, infinity, -infinity);
    assertThat(Tensors.values(decoded(4, encoded(4, quantiser, tensor), spec, 1).data()))
        .containsExactly(2, 5, 2);
  }

  /** A device and an edge of different builds have to agree on every table and rate. */
  @Test
  void theFormIsTheSameInEveryBuild() {
    TensorSpec spec = Tensors.floats(5, 9, 7);
    assertThat(
            List.of(
                crc(encoded(4, alike(5, 8, -1, 4), Tensors.smooth(spec, 2, 7))),
                crc(encoded(16, alike(5, 0, -6, 16), Tensors.smooth(spec, 2, 7))),
                crc(encoded(256, alike(5, -32, -60, 256), Tensors.smooth(spec, 2, 7)))))
        .containsExactly(0x47bc88ddL, 0xa7bf4666L, 0x6ad54172L);
  }

  private static Quantiser alike(int channels, int exponent, int zero, int levels) {
    return new Quantiser(
        Collections.nCopies(channels, new Quantiser.Channel(exponent, zero, levels)));
  }

  private static long crc(ByteBuffer payload) {
    CRC32 crc = new CRC32();
    crc.update(payload);
    return crc.getValue();
  }

  @Test
  void fewerBytesThanLevelsInZstd() {
    TensorSpec spec = Tensors.floats(8, 28, 28);
    Quantiser quantiser = new Quantiser(Collections.nCopies(8, new Quantiser.Channel(4, -4, 16)));
    Tensor tensor = Tensors.smooth(spec, 1, 1);
    byte[] levels = new byte[8 * 28 * 28];
    float[] values = Tensors.values(tensor.data());
    LevelQuantiser.quantise(values, quantiser.channels().get(0), levels, 0);
    GrowingPayload packed = new GrowingPayload(16);
    new ZstdFrames(19).write(levels, levels.length, packed);
    assertThat(encoded(16, quantiser, tensor).remaining())
        .isLessThan((int) (0.9 * packed.length()));
  }

  private static void assertRefused(int levels, int batch, byte[] payload) {
    TensorDecoder decoder = Codecs.decoder(Encoding.quantised(levels), SPEC);
    assertThatExceptionOfType(MalformedTensorException.class)
        .isThrownBy(
            () -> decoder.decode(ByteBuffer.wrap(payload), batch, Tensors.room(SPEC, batch)));
  }
}

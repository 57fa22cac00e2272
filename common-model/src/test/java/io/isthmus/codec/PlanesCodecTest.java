package io.isthmus.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PlanesCodecTest {

  private static final TensorSpec SPEC = Tensors.floats(4, 5, 3);

  private static ByteBuffer encoded(Encoding encoding, Tensor tensor) {
    return Codecs.encoder(encoding, tensor.spec(), null).encode(tensor);
  }

  private static Tensor roundTrip(Encoding encoding, Tensor tensor)
      throws MalformedTensorException {
    ByteBuffer payload = encoded(encoding, tensor);
    TensorDecoder decoder = Codecs.decoder(encoding, tensor.spec());
    assertThat((long) payload.remaining()).isLessThanOrEqualTo(decoder.mostBytes(tensor.batch()));
    return Tensors.decoded(decoder, payload, tensor.spec(), tensor.batch());
  }

  @Property(tries = 100)
  void losslessKeepsEveryBitOfFiniteFloats(@ForAll @Size(8) List<Float> values)
      throws MalformedTensorException {
    float[] array = new float[8];
    for (int i = 0; i < 8; i++) {
      array[i] = values.get(i);
    }
    array[7] = -0f;
    Tensor tensor = Tensors.of(Tensors.floats(2, 2), 2, array);
    assertThat(roundTrip(Encoding.LOSSLESS, tensor).data()).isEqualTo(tensor.data());
  }

  @Property(tries = 100)
  void losslessKeepsEveryByte(@ForAll @Size(24) byte[] values) throws MalformedTensorException {
    Tensor tensor = Tensors.ofBytes(Tensors.bytes(3, 2, 2), 2, values);
    assertThat(roundTrip(Encoding.LOSSLESS, tensor)).isEqualTo(tensor);
  }

  @Test
  void losslessHalvesWhatIsSmoothInSpace() throws MalformedTensorException {
    TensorSpec spec = Tensors.bytes(3, 64, 48);
    byte[] pixels = new byte[2 * (int) spec.elements()];
    Random random = new Random(1);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (3 * (i % 48) + 2 * (i / 48 % 64) + random.nextInt(3));
    }
    Tensor tensor = Tensors.ofBytes(spec, 2, pixels);
    assertThat(roundTrip(Encoding.LOSSLESS, tensor)).isEqualTo(tensor);
    GrowingPayload plain = new GrowingPayload(16);
    new ZstdFrames(1).write(pixels, pixels.length, plain);
    assertThat(encoded(Encoding.LOSSLESS, tensor).remaining()).isLessThan(plain.length() / 2);
  }

  @Test
  void damagedPixelsAreRefused() {
    TensorSpec spec = Tensors.bytes(3, 8, 8);
    byte[] values = new byte[192];
    new Random(1).nextBytes(values);
    byte[] payload = Tensors.array(encoded(Encoding.LOSSLESS, Tensors.ofBytes(spec, 1, values)));
    for (int length = 0; length < payload.length; length++) {
      assertRefused(Encoding.LOSSLESS, spec, 1, ByteBuffer.wrap(Arrays.copyOf(payload, length)));
    }
    byte[] longer = Arrays.copyOf(payload, payload.length + 1);
    assertRefused(Encoding.LOSSLESS, spec, 1, ByteBuffer.wrap(longer));
    payload[0] = 2;
    assertRefused(Encoding.LOSSLESS, spec, 1, ByteBuffer.wrap(payload));
  }

  @Property(tries = 20)
  void tensorsOfMoreThanOneChunkSurvive(@ForAll @IntRange(min = 1, max = 3) int batch)
      throws MalformedTensorException {
    Tensor tensor = Tensors.smooth(Tensors.floats(7, 160, 90), batch, batch);
    assertThat(roundTrip(Encoding.LOSSLESS, tensor)).isEqualTo(tensor);
  }

  @Test
  void f16GivesTheNearestHalves() throws MalformedTensorException {
    Tensor tensor = Tensors.of(Tensors.floats(6), 1, 1f, -0.1f, 1e-8f, 1e6f, -1e6f, 1e-40f);
    assertThat(Tensors.values(roundTrip(Encoding.F16, tensor).data()))
        .containsExactly(1f, -0.099975586f, 0f, 65504f, -65504f, 0f);
  }

  @Test
  void theTensorIsLeftAsItWas() {
    Tensor tensor = Tensors.smooth(SPEC, 2, 1);
    encoded(Encoding.LOSSLESS, tensor);
    assertThat(tensor.data().remaining()).isEqualTo((int) SPEC.bytes(2));
  }

  @Test
  void valuesThatAreNotFiniteAreRefused() {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      Tensor tensor = Tensors.of(Tensors.floats(2), 1, 1, value);
      ByteBuffer payload = encoded(Encoding.LOSSLESS, tensor);
      assertRefused(Encoding.LOSSLESS, tensor.spec(), 1, payload);
    }
    Tensor tensor = Tensors.of(Tensors.floats(2), 1, 1, Float.NaN);
    assertRefused(Encoding.F16, tensor.spec(), 1, encoded(Encoding.F16, tensor));
  }

  @Test
  void payloadsThatEndTooEarlyOrGoOnAreRefused() {
    for (Encoding encoding : List.of(Encoding.LOSSLESS, Encoding.F16)) {
      byte[] payload = Tensors.array(encoded(encoding, Tensors.smooth(SPEC, 2, 1)));
      for (int length = 0; length < payload.length; length++) {
        assertRefused(encoding, SPEC, 2, ByteBuffer.wrap(Arrays.copyOf(payload, length)));
      }
      assertRefused(encoding, SPEC, 2, ByteBuffer.wrap(Arrays.copyOf(payload, payload.length + 1)));
      assertRefused(encoding, SPEC, 1, ByteBuffer.wrap(payload));
      assertRefused(encoding, SPEC, 3, ByteBuffer.wrap(payload));
    }
  }

  @Test
  void framesOfAnotherSizeAreRefused() {
    for (int size : new int[] {0, 1, 59, 61, 1 << 26}) {
      GrowingPayload frames = new GrowingPayload(16);
      for (int plane = 0; plane < 4; plane++) {
        new ZstdFrames(1).write(new byte[size], size, frames);
      }
      assertRefused(Encoding.LOSSLESS, SPEC, 1, frames.toBuffer());
    }
  }

  @Test
  void skippableFramesAreRefused() {
    ByteBuffer payload = encoded(Encoding.LOSSLESS, Tensors.smooth(SPEC, 1, 1));
    ByteBuffer longer = ByteBuffer.allocate(8 + payload.remaining());
    longer.put(new byte[] {0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0}).put(payload).flip();
    assertRefused(Encoding.LOSSLESS, SPEC, 1, longer);
  }

  @Test
  void randomBytesAreRefused() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      assertRefused(Encoding.F16, SPEC, 1, ByteBuffer.wrap(bytes));
    }
  }

  private static void assertRefused(
      Encoding encoding, TensorSpec spec, int batch, ByteBuffer payload) {
    TensorDecoder decoder = Codecs.decoder(encoding, spec);
    assertThatExceptionOfType(MalformedTensorException.class)
        .isThrownBy(() -> decoder.decode(payload, batch, Tensors.room(spec, batch)));
  }
}

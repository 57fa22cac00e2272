package io.isthmus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import io.isthmus.network.TensorBody;
import io.isthmus.network.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

  private static final TensorSpec SPEC = new TensorSpec(DType.F32, List.of(2, 3));
  private static final TensorExpectation EXPECTED =
      new TensorExpectation(CutTensors.of("activation", SPEC), 4);
  private static final String GOOD =
      "{\"activation\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}}";

  @Property(tries = 200)
  void whatIsWrittenIsReadBack(
      @ForAll @IntRange(min = 1, max = 4) int batch,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 9) Integer> shape,
      @ForAll int seed)
      throws Exception {
    TensorSpec spec = new TensorSpec(DType.F32, shape);
    ByteBuffer data = buffer((int) spec.bytes(batch));
    for (int i = 0; i < data.capacity() / 4; i++) {
      data.putFloat(4 * i, seed * 0.1f + i);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(out, "t", new Tensor(spec, batch, data));
    assertThat(out.size()).isEqualTo(TensorBody.size(CutTensors.of("t", spec), batch));
    assertThat(out.size() % 4).isZero();

    IncomingTensors in =
        Safetensors.open(
            new ByteArrayInputStream(out.toByteArray()),
            OptionalLong.of(out.size()),
            new TensorExpectation(CutTensors.of("t", spec), 4));
    ByteBuffer copy = buffer(in.bytes().get(0));
    in.readInto(copy);
    assertThat(in.batch()).isEqualTo(batch);
    assertThat(copy.flip()).isEqualTo(data);
  }

  @Test
  void metadataAndPaddingAreAccepted() throws Exception {
    String header = GOOD.replaceFirst("\\{", "{\"__metadata__\":{\"format\":\"pt\"},") + "   ";
    assertThat(read(body(header, new byte[24])).batch()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "{\"activation\":1}",
        "{\"other\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]},\"b\":{}}",
        "{\"activation\":{\"dtype\":\"F64\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}}",
        "{\"activation\":{\"dtype\":\"BF16\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}}",
        "{\"activation\":{\"dtype\":7,\"shape\":[1,2,3],\"data_offsets\":[0,24]}}",
        "{\"activation\":{\"shape\":[1,2,3],\"data_offsets\":[0,24]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[0,2,3],\"data_offsets\":[0,0]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[-1,2,3],\"data_offsets\":[0,24]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[5,2,3],\"data_offsets\":[0,120]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[1.5,2,3],\"data_offsets\":[0,24]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[1e9,2,3],\"data_offsets\":[0,24]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4,4],"
            + "\"data_offsets\":[0,24]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999999,2,3],"
            + "\"data_offsets\":[0,24]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[1,3,2],\"data_offsets\":[0,24]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":6,\"data_offsets\":[0,24]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,23]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[4,28]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[24,0]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[-24,0]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24,48]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24],\"x\":1}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"shape\":[1,2,3],"
            + "\"data_offsets\":[0,24]}}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}} {}",
        "{\"activation\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]",
      })
  void headersThatAreNotTheExpectedOne_areRefused(String header) {
    assertThatThrownBy(() -> read(body(header, new byte[24])))
        .isInstanceOf(MalformedTensorException.class);
  }

  @Test
  void deepNestingIsRefused() {
    assertThatThrownBy(() -> read(body("[".repeat(120) + "]".repeat(120), new byte[24])))
        .isInstanceOf(MalformedTensorException.class);
  }

  @Test
  void aHeaderThatIsNotUtf8IsRefused() {
    byte[] header = GOOD.getBytes(StandardCharsets.UTF_8);
    header[3] = (byte) 0xc3;
    assertThatThrownBy(() -> read(body(header, new byte[24])))
        .isInstanceOf(MalformedTensorException.class)
        .hasMessageContaining("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 4097, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE})
  void headerLengthsThatCannotBe_areRefusedBeforeAnythingIsAllocated(long length) {
    byte[] bytes =
        ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length).array();
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(MalformedTensorException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 30})
  void bodiesThatEndWithinTheHeader_areRefused(int length) {
    byte[] cut = java.util.Arrays.copyOf(body(GOOD, new byte[24]), length);
    assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedTensorException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 20, 23, 25, 28, 48})
  void dataOfAnotherLengthIsRefused(int bytes) {
    assertThatThrownBy(() -> read(body(GOOD, new byte[bytes])))
        .isInstanceOf(MalformedTensorException.class);
  }

  @Test
  void anAnnouncedLengthThatDoesNotFitIsRefusedBeforeTheDataIsRead() {
    byte[] bytes = body(GOOD, new byte[24]);
    assertThatThrownBy(
            () ->
                Safetensors.open(
                    new ByteArrayInputStream(bytes), OptionalLong.of(bytes.length + 1), EXPECTED))
        .isInstanceOf(MalformedTensorException.class)
        .hasMessageContaining(bytes.length + " bytes");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void valuesThatAreNotFiniteAreRefused(float value) {
    for (int at = 0; at < 6; at++) {
      ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
      data.putFloat(4 * at, value);
      assertThatThrownBy(() -> read(body(GOOD, data.array())))
          .isInstanceOf(MalformedTensorException.class)
          .hasMessageContaining("finite");
    }
  }

  @Test
  void theLargestFiniteFloatIsAccepted() throws Exception {
    ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(0, -Float.MAX_VALUE);
    assertThat(read(body(GOOD, data.array())).batch()).isEqualTo(1);
  }

  private static IncomingTensors read(byte[] body) throws IOException, MalformedTensorException {
    IncomingTensors in =
        Safetensors.open(new ByteArrayInputStream(body), OptionalLong.empty(), EXPECTED);
    in.readInto(buffer(in.bytes().get(0)));
    return in;
  }

  private static byte[] body(String header, byte[] data) {
    return body(header.getBytes(StandardCharsets.UTF_8), data);
  }

  private static byte[] body(byte[] header, byte[] data) {
    return ByteBuffer.allocate(8 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(data)
        .array();
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}

package io.isthmus.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import io.isthmus.network.EncodedTensorBody;
import io.isthmus.network.NamedTensor;
import io.isthmus.network.TensorBody;
import io.isthmus.network.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies with several tensors. */
class SeveralTensorsTest {

  private static final CutTensors BOTH =
      new CutTensors(
          List.of(
              new NamedTensor("deep", new TensorSpec(DType.F32, List.of(3))),
              new NamedTensor("skip", new TensorSpec(DType.F32, List.of(2, 1)))));

  private static final TensorExpectation EXPECTED =
      new TensorExpectation(
          BOTH,
          2,
          new AcceptedEncodings(
              KnownEncodings.ALL.ofFloats(), (encoding, spec, batch) -> spec.bytes(batch)));

  private static final String RAW =
      "{\"deep\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
          + "\"skip\":{\"dtype\":\"F32\",\"shape\":[2,2,1],\"data_offsets\":[24,40]}}";

  private static final String CODED =
      "{\"__metadata__\":{\"encoding\":\"f16\",\"deep.dtype\":\"F32\",\"deep.shape\":\"[2,3]\","
          + "\"skip.dtype\":\"F32\",\"skip.shape\":\"[2,2,1]\"},"
          + "\"deep\":{\"dtype\":\"U8\",\"shape\":[5],\"data_offsets\":[0,5]},"
          + "\"skip\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[5,8]}}";

  @Test
  void theirDataFollowOneAnotherInTheirOrder() throws Exception {
    List<Tensor> written = List.of(tensor(0, 1), tensor(1, 100));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(out, BOTH, written);
    assertThat((long) out.size()).isEqualTo(TensorBody.size(BOTH, 2));
    assertThat(new String(TensorBody.header(BOTH, 2), UTF_8).strip()).isEqualTo(RAW);

    IncomingTensors in =
        Safetensors.open(
            new ByteArrayInputStream(out.toByteArray()), OptionalLong.of(out.size()), EXPECTED);
    assertThat(in.batch()).isEqualTo(2);
    assertThat(in.bytes()).containsExactly(24, 16);
    List<ByteBuffer> targets = in.bytes().stream().map(SeveralTensorsTest::room).toList();
    in.readInto(targets);
    for (int i = 0; i < 2; i++) {
      assertThat(targets.get(i).flip()).isEqualTo(written.get(i).data());
    }
  }

  @Test
  void payloadsFollowOneAnotherAsWell() throws Exception {
    EncodedTensorBody form = new EncodedTensorBody(BOTH, Encoding.F16, 2);
    assertThat(new String(form.header(List.of(5, 3)), UTF_8).strip()).isEqualTo(CODED);
    IncomingTensors in = open(CODED, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    assertThat(in.encoding()).isEqualTo(Encoding.F16);
    List<ByteBuffer> targets = in.bytes().stream().map(SeveralTensorsTest::room).toList();
    in.readInto(targets);
    assertThat(targets.get(0).array()).containsExactly(1, 2, 3, 4, 5);
    assertThat(targets.get(1).array()).containsExactly(6, 7, 8);
  }

  @Test
  void sixteenTensorsOfLongNamesHaveRoomInAHeader() throws Exception {
    CutTensors all =
        new CutTensors(
            IntStream.range(0, CutTensors.MOST)
                .mapToObj(i -> "t".repeat(62) + (10 + i))
                .map(name -> new NamedTensor(name, new TensorSpec(DType.F32, List.of(1, 1, 1, 1))))
                .toList());
    List<Integer> payloads = all.specs().stream().map(spec -> 4).toList();
    byte[] header = new EncodedTensorBody(all, Encoding.quantised(16), 1).header(payloads);
    TensorExpectation expected = new TensorExpectation(all, 1, EXPECTED.encodings());
    byte[] body = body(new String(header, UTF_8), new byte[64]);
    IncomingTensors in =
        Safetensors.open(new ByteArrayInputStream(body), OptionalLong.empty(), expected);
    assertThat(in.bytes()).isEqualTo(payloads);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        ",\"skip\":{\"dtype\":\"F32\",\"shape\":[2,2,1],\"data_offsets\":[24,40]} | ~~"
            + " | the tensor 'skip' is missing",
        "\"skip\":    | \"skop\":       | the tensors 'deep', 'skip' are expected, and no other",
        "\"skip\":    | \"deep\":       | is not valid JSON",
        "}}           | },\"more\":{}}  | the tensors 'deep', 'skip' are expected, and no other",
        "[24,40]      | [0,16]          | of 'skip', data_offsets must be [24,40]",
        "[24,40]      | [20,36]         | of 'skip', data_offsets must be [24,40]",
        "[24,40]      | [28,44]         | of 'skip', data_offsets must be [24,40]",
        "[24,40]      | [24,44]         | of 'skip', data_offsets must be [24,40]",
        "[0,24]       | [16,40]         | of 'deep', data_offsets must be [0,24]",
        "[2,2,1]      | [1,2,1]         | all tensors must have the same batch",
        "[2,2,1]      | [2,1,2]         | of 'skip', shape must be [B,2,1]",
        "[2,2,1]      | [2,2]           | of 'skip', shape must be [B,2,1]",
        "[2,3]        | [3,3]           | the batch must be 1 to 2",
        "\"F32\",\"shape\":[2,2 | \"U8\",\"shape\":[2,2 | of 'skip', dtype must be F32",
      })
  void aHeaderThatLiesIsRefused(String part, String lie, String reason) {
    assertRefused(RAW, part, lie, 40, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        ",\"skip.dtype\":\"F32\" | ~~             | skip.dtype in __metadata__ must be F32",
        "\"skip.dtype\":\"F32\"  | \"skip.dtype\":\"U8\" | skip.dtype in __metadata__ must be F32",
        ",\"skip.shape\":\"[2,2,1]\" | ~~         | skip.shape in __metadata__ must be [B,2,1]",
        "\"[2,2,1]\"   | \"[1,2,1]\"        | all tensors must have the same batch",
        "\"[2,2,1]\"   | \"[3,2,1]\"        | the batch must be 1 to 2",
        "\"skip.dtype\" | \"skap.dtype\"    | may speak of the tensors 'deep', 'skip' alone",
        "\"f16\"       | \"q7000\"          | encoding in __metadata__ must be raw",
        "[3]           | [0]                | of 'skip', shape must be [n], the bytes of the",
        "[3]           | [17]               | f16 of a batch of 2 has 1 to 16",
        "[3],          | [3,1],             | of 'skip', shape must be [n]",
        "[5,8]         | [0,3]              | of 'skip', data_offsets must be [5,8]",
        "[5,8]         | [4,7]              | of 'skip', data_offsets must be [5,8]",
        "[5,8]         | [6,9]              | of 'skip', data_offsets must be [5,8]",
        "\"skip\":{    | \"skop\":{         | the tensors 'deep', 'skip' are expected, and no",
      })
  void aHeaderOfPayloadsThatLiesIsRefused(String part, String lie, String reason) {
    assertRefused(CODED, part, lie, 8, reason);
  }

  @Test
  void aBodyThatEndsOrGoesOnIsRefused_soIsAValueThatIsNotFinite() {
    for (int bytes : new int[] {0, 23, 24, 25, 39, 41}) {
      assertThatThrownBy(() -> readAll(RAW, new byte[bytes]))
          .as(bytes + " bytes")
          .isInstanceOf(MalformedTensorException.class);
    }
    byte[] last = new byte[40];
    ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN).putFloat(36, Float.NaN);
    assertThatThrownBy(() -> readAll(RAW, last))
        .isInstanceOf(MalformedTensorException.class)
        .hasMessage("every value must be finite");
  }

  private static void assertRefused(
      String header, String part, String lie, int bytes, String reason) {
    assertThat(header).contains(part.strip());
    String lying = header.replace(part.strip(), lie == null ? "" : lie.strip());
    assertThatThrownBy(() -> readAll(lying, new byte[bytes]))
        .isInstanceOf(MalformedTensorException.class)
        .hasMessageContaining(reason);
  }

  private static void readAll(String header, byte[] data)
      throws IOException, MalformedTensorException {
    IncomingTensors in = open(header, data);
    in.readInto(in.bytes().stream().map(SeveralTensorsTest::room).toList());
  }

  private static IncomingTensors open(String header, byte[] data)
      throws IOException, MalformedTensorException {
    return Safetensors.open(
        new ByteArrayInputStream(body(header, data)), OptionalLong.empty(), EXPECTED);
  }

  private static byte[] body(String header, byte[] data) {
    byte[] json = header.getBytes(UTF_8);
    return ByteBuffer.allocate(Long.BYTES + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(data)
        .array();
  }

  private static ByteBuffer room(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }

  private static Tensor tensor(int index, float first) {
    TensorSpec spec = BOTH.specs().get(index);
    ByteBuffer data = room((int) spec.bytes(2));
    for (float value = first; data.hasRemaining(); value++) {
      data.putFloat(value);
    }
    return new Tensor(spec, 2, data.flip());
  }
}

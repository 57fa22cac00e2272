package io.isthmus.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import io.isthmus.network.EncodedTensorBody;
import io.isthmus.network.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoded bodies: the payload's frame, whatever is in it. */
class EncodedTensorTest {

  private static final TensorSpec SPEC = new TensorSpec(DType.F32, List.of(2, 3));
  private static final int MOST = 10;

  /** Two images at a later cut; 10 bytes of payload for each. */
  private static final TensorExpectation EXPECTED =
      new TensorExpectation(
          CutTensors.of("activation", SPEC),
          2,
          new AcceptedEncodings(
              KnownEncodings.ALL.ofFloats(), (encoding, spec, batch) -> (long) MOST * batch));

  private static final String HEADER =
      "{\"__metadata__\":{\"encoding\":\"q16\",\"activation.dtype\":\"F32\","
          + "\"activation.shape\":\"[2,2,3]\"},"
          + "\"activation\":{\"dtype\":\"U8\",\"shape\":[7],\"data_offsets\":[0,7]}}";

  private static IncomingTensors open(String header, byte[] payload)
      throws IOException, MalformedTensorException {
    byte[] json = header.getBytes(UTF_8);
    byte[] body =
        ByteBuffer.allocate(8 + json.length + payload.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(payload)
            .array();
    return Safetensors.open(new ByteArrayInputStream(body), OptionalLong.of(body.length), EXPECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lossless", "f16", "q2", "q16", "q256"})
  void whatIsWrittenIsReadBack(String name) throws Exception {
    Encoding encoding = Encoding.parse(name).orElseThrow();
    EncodedTensorBody form = new EncodedTensorBody(CutTensors.of("activation", SPEC), encoding, 2);
    byte[] payload = {7, -1, 0, 3, 1};
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer data = ByteBuffer.wrap(payload);
    Safetensors.write(
        out,
        form,
        List.of(payload.length),
        chunk -> {
          int n = Math.min(chunk.length, data.remaining());
          data.get(chunk, 0, n);
          return n;
        });
    assertThat((long) out.size()).isEqualTo(form.size(List.of(payload.length)));
    assertThat((out.size() - payload.length) % 8).as("the payload is aligned").isZero();
    IncomingTensors in =
        Safetensors.open(
            new ByteArrayInputStream(out.toByteArray()), OptionalLong.of(out.size()), EXPECTED);
    assertThat(in.encoding()).isEqualTo(encoding);
    assertThat(in.batch()).isEqualTo(2);
    assertThat(in.tensors().only()).isEqualTo(SPEC);
    ByteBuffer read = ByteBuffer.allocate(in.bytes().get(0));
    in.readInto(read);
    assertThat(read.array()).isEqualTo(payload);
  }

  @Test
  void theFormIsThatOfTheDesign() {
    byte[] header =
        new EncodedTensorBody(CutTensors.of("activation", SPEC), Encoding.quantised(16), 2)
            .header(List.of(7));
    assertThat(new String(header, UTF_8).strip()).isEqualTo(HEADER);
  }

  @Test
  void otherWritersMayPadShapesAndAddTexts() throws Exception {
    String other =
        HEADER
            .replace("[2,2,3]", "[2, 2, 3]")
            .replace("{\"encoding\"", "{\"format\":\"pt\",\"encoding\"");
    assertThat(open(other, new byte[7]).batch()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "lossless"})
  void rawBodiesMayNameTheirEncoding_andNothingElse(String name) throws Exception {
    String header =
        "{\"__metadata__\":{\"encoding\":\"%s\"},".formatted(name)
            + "\"activation\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}}";
    if (name.equals("raw")) {
      assertThat(open(header, new byte[24]).encoding()).isEqualTo(Encoding.RAW);
    } else {
      assertThatThrownBy(() -> open(header, new byte[24]))
          .isInstanceOf(MalformedTensorException.class)
          .hasMessageContaining("activation.dtype");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"wavelets", "Q16", "q1", "q257", "q016", "q", "", "RAW", "pixels", "jpeg90"})
  void encodingsThatAreNotReadAreToldFromLies_withTheList(String name) {
    assertThatThrownBy(() -> open(HEADER.replace("q16", name), new byte[7]))
        .isInstanceOf(UnknownEncodingException.class)
        .hasMessageContaining("encoding")
        .hasMessageContaining("raw, lossless, f16 or q2 to q256");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"encoding\":\"q16\" | \"encoding\":16 | encoding",
        "\"encoding\":\"q16\" | \"encoding\":null | encoding",
        "\"encoding\":\"q16\" | \"encoding\":\"q16\",\"encoding\":\"q8\" | header",
        "\"F32\" | \"F64\" | activation.dtype",
        "\"F32\" | 32 | __metadata__",
        "activation.dtype | input.dtype | activation",
        "activation.shape | activation.size | activation.shape",
        "\"[2,2,3]\" | [2,2,3] | __metadata__",
        "[2,2,3] | [2,3,2] | activation.shape",
        "[2,2,3] | [2,6] | activation.shape",
        "[2,2,3] | [2,2,3 | activation.shape",
        "[2,2,3] | [2,2,3]] | activation.shape",
        "[2,2,3] | [[[[[[2]]]]]] | activation.shape",
        "[2,2,3] | [2.0,2,3] | activation.shape",
        "[2,2,3] | [99999999999999999999999,2,3] | activation.shape",
        "[2,2,3] | 12 | activation.shape",
        "[2,2,3] | [0,2,3] | batch",
        "[2,2,3] | [-1,2,3] | batch",
        "[2,2,3] | [3,2,3] | batch",
        "\"q16\", | \"q16\",\"other.shape\":\"[1]\", | activation",
        "\"q16\", | \"q16\",\"note\":{}, | __metadata__",
        "\"U8\" | \"F32\" | dtype",
        "\"U8\" | \"I8\" | dtype",
        "[7] | [7,1] | shape",
        "[7] | [0] | shape",
        "[7] | [-7] | shape",
        "[7] | [21] | shape",
        "[7] | [7.0] | shape",
        "[7] | [9223372036854775808] | shape",
        "[7] | 7 | shape",
        "[0,7] | [0,6] | data_offsets",
        "[0,7] | [1,8] | data_offsets",
        "[0,7] | [7,0] | data_offsets"
      })
  void headersThatLieAreRefused_andTheMemberIsNamed(String part, String lie, String member) {
    assertThat(HEADER).contains(part.strip());
    assertThatThrownBy(() -> open(HEADER.replace(part.strip(), lie.strip()), new byte[7]))
        .isInstanceOf(MalformedTensorException.class)
        .isNotInstanceOf(UnknownEncodingException.class)
        .hasMessageContaining(member.strip());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6, 8, 500})
  void bodiesOfAnotherLengthThanTheirPayloadsAreRefused(int bytes) {
    assertThatThrownBy(
            () -> {
              IncomingTensors in = open(HEADER, Arrays.copyOf(new byte[0], bytes));
              in.readInto(ByteBuffer.allocate(in.bytes().get(0)));
            })
        .isInstanceOf(MalformedTensorException.class)
        .hasMessageContaining("bytes");
  }

  @Test
  void wherePlainTensorsAloneAreTaken_encodedOnesAreNot() {
    byte[] json = HEADER.getBytes(UTF_8);
    byte[] body =
        ByteBuffer.allocate(8 + json.length + 7)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array();
    assertThatThrownBy(
            () ->
                Safetensors.open(
                    new ByteArrayInputStream(body),
                    OptionalLong.empty(),
                    new TensorExpectation(CutTensors.of("activation", SPEC), 2)))
        .isInstanceOf(UnknownEncodingException.class)
        .hasMessageContaining("must be raw");
  }
}

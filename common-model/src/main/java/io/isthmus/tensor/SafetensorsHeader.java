package io.isthmus.tensor;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.DType;
import io.isthmus.network.EncodedTensorBody;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON header of a one-tensor safetensors file, read with suspicion. */
final class SafetensorsHeader {

  /** A header of one tensor needs about 80 bytes; the rest is room for metadata and padding. */
  static final int MAX_BYTES = 4096;

  private static final JsonMapper STRICT_JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(4)
                          .maxNumberLength(20)
                          .maxStringLength(MAX_BYTES)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SafetensorsHeader() {}

  /**
   * What a header declares.
   *
   * @param encoding how the tensor is written
   * @param batch number of images
   * @param bytes of its data: of the tensor itself, or of its payload
   */
  record Declared(Encoding encoding, int batch, long bytes) {}

  /** Reads a header; throws if anything in it is not as it is expected. */
  static Declared read(byte[] header, TensorExpectation expected) throws MalformedTensorException {
    JsonNode root = parse(header);
    for (String key : root.propertyNames()) {
      require(
          key.equals(expected.name()) || key.equals(EncodedTensorBody.METADATA),
          () -> "one tensor named '%s' is expected, and no other".formatted(expected.name()));
    }
    JsonNode tensor = root.path(expected.name());
    require(tensor.isObject(), () -> "the tensor '%s' is missing".formatted(expected.name()));
    for (String key : tensor.propertyNames()) {
      require(
          key.equals("dtype") || key.equals("shape") || key.equals("data_offsets"),
          "a tensor has dtype, shape and data_offsets, and nothing else");
    }
    JsonNode metadata = root.path(EncodedTensorBody.METADATA);
    Encoding encoding = EncodedMetadata.encoding(metadata, expected);
    Declared declared =
        isRaw(encoding)
            ? raw(tensor, expected)
            : new EncodedMetadata(metadata, expected).declared(tensor, encoding);
    requireOffsets(tensor.path("data_offsets"), declared.bytes());
    return declared;
  }

  /** Pixels are the raw form of the network's input. */
  private static boolean isRaw(Encoding encoding) {
    return encoding.equals(Encoding.RAW) || encoding.equals(Encoding.PIXELS);
  }

  private static Declared raw(JsonNode tensor, TensorExpectation expected)
      throws MalformedTensorException {
    requireDtype(tensor, expected.spec().dtype());
    int batch =
        batchOfShape(tensor.path("shape"), expected)
            .orElseThrow(() -> noSuchShape("shape must be ", expected));
    requireBatch(batch, expected);
    return new Declared(Encoding.RAW, batch, expected.spec().bytes(batch));
  }

  static void requireDtype(JsonNode tensor, DType dtype) throws MalformedTensorException {
    require(
        tensor.path("dtype").isString() && tensor.path("dtype").stringValue().equals(dtype.name()),
        () -> "dtype must be %s".formatted(dtype));
  }

  private static JsonNode parse(byte[] header) throws MalformedTensorException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
      JsonNode root = json(text);
      require(root.isObject(), "the header must be a JSON object");
      return root;
    } catch (CharacterCodingException e) {
      throw new MalformedTensorException("the header is not UTF-8");
    } catch (JacksonException e) {
      throw new MalformedTensorException("the header is not valid JSON of the safetensors form");
    }
  }

  static JsonNode json(String text) {
    return STRICT_JSON.readTree(text);
  }

  /** The first size of a shape whose others are as expected; empty for any other shape. */
  static OptionalInt batchOfShape(JsonNode shape, TensorExpectation expected) {
    List<Integer> want = expected.spec().shape();
    boolean asExpected = shape.isArray() && shape.size() == 1 + want.size();
    for (int i = 0; asExpected && i < shape.size(); i++) {
      JsonNode size = shape.get(i);
      asExpected =
          size.isIntegralNumber()
              && size.canConvertToInt()
              && (i == 0 || size.intValue() == want.get(i - 1));
    }
    return asExpected ? OptionalInt.of(shape.get(0).intValue()) : OptionalInt.empty();
  }

  /** Says what shape there must be, after a beginning that names the member. */
  static MalformedTensorException noSuchShape(String beginning, TensorExpectation expected) {
    List<Integer> want = expected.spec().shape();
    String sizes = want.stream().map(size -> "," + size).collect(Collectors.joining());
    return new MalformedTensorException(beginning + "[B" + sizes + "]");
  }

  static void requireBatch(int batch, TensorExpectation expected) throws MalformedTensorException {
    require(
        batch >= 1 && batch <= expected.maxBatch(),
        () -> "the batch must be 1 to %d".formatted(expected.maxBatch()));
  }

  private static void requireOffsets(JsonNode offsets, long bytes) throws MalformedTensorException {
    require(
        offsets.isArray()
            && offsets.size() == 2
            && offsets.get(0).isIntegralNumber()
            && offsets.get(1).isIntegralNumber()
            && offsets.get(0).canConvertToLong()
            && offsets.get(1).canConvertToLong()
            && offsets.get(0).longValue() == 0
            && offsets.get(1).longValue() == bytes,
        () -> "data_offsets must be [0,%d] for that shape".formatted(bytes));
  }

  /** The message is put together only where it is needed. */
  static void require(boolean condition, Supplier<String> message) throws MalformedTensorException {
    if (!condition) {
      throw new MalformedTensorException(message.get());
    }
  }

  static void require(boolean condition, String message) throws MalformedTensorException {
    if (!condition) {
      throw new MalformedTensorException(message);
    }
  }
}

package io.isthmus.tensor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON header of a one-tensor safetensors file: written to the letter, read with suspicion. */
final class SafetensorsHeader {

  /** A header of one tensor needs about 80 bytes; the rest is room for metadata and padding. */
  static final int MAX_BYTES = 4096;

  private static final String METADATA = "__metadata__";

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

  /** Returns the batch size that a header declares, after checking everything else about it. */
  static int batchOf(byte[] header, TensorExpectation expected) throws MalformedTensorException {
    JsonNode root = parse(header);
    for (String key : root.propertyNames()) {
      require(
          key.equals(expected.name()) || key.equals(METADATA),
          () -> "one tensor named '%s' is expected, and no other".formatted(expected.name()));
    }
    JsonNode tensor = root.path(expected.name());
    require(tensor.isObject(), () -> "the tensor '%s' is missing".formatted(expected.name()));
    for (String key : tensor.propertyNames()) {
      require(
          key.equals("dtype") || key.equals("shape") || key.equals("data_offsets"),
          "a tensor has dtype, shape and data_offsets, and nothing else");
    }
    require(
        tensor.path("dtype").isString()
            && tensor.path("dtype").stringValue().equals(expected.spec().dtype().name()),
        () -> "dtype must be %s".formatted(expected.spec().dtype()));
    int batch = batchOfShape(tensor.path("shape"), expected);
    requireOffsets(tensor.path("data_offsets"), expected.spec().bytes(batch));
    return batch;
  }

  private static JsonNode parse(byte[] header) throws MalformedTensorException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
      JsonNode root = STRICT_JSON.readTree(text);
      require(root.isObject(), "the header must be a JSON object");
      return root;
    } catch (CharacterCodingException e) {
      throw new MalformedTensorException("the header is not UTF-8");
    } catch (JacksonException e) {
      throw new MalformedTensorException("the header is not valid JSON of the safetensors form");
    }
  }

  private static int batchOfShape(JsonNode shape, TensorExpectation expected)
      throws MalformedTensorException {
    List<Integer> want = expected.spec().shape();
    boolean asExpected = shape.isArray() && shape.size() == 1 + want.size();
    for (int i = 0; asExpected && i < shape.size(); i++) {
      JsonNode size = shape.get(i);
      asExpected =
          size.isIntegralNumber()
              && size.canConvertToInt()
              && (i == 0 || size.intValue() == want.get(i - 1));
    }
    if (!asExpected) {
      String sizes = want.stream().map(size -> "," + size).collect(Collectors.joining());
      throw new MalformedTensorException("shape must be [B" + sizes + "]");
    }
    int batch = shape.get(0).intValue();
    require(
        batch >= 1 && batch <= expected.maxBatch(),
        () -> "the batch must be 1 to %d".formatted(expected.maxBatch()));
    return batch;
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

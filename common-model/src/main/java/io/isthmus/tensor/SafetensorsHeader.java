package io.isthmus.tensor;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import io.isthmus.network.EncodedTensorBody;
import io.isthmus.network.NamedTensor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

/** The JSON header of a safetensors file, read with suspicion. */
final class SafetensorsHeader {

  /** A tensor needs about 80 bytes, encoded 200; the rest is room for metadata and padding. */
  private static final int BYTES_OF_ONE = 4096;

  private static final int BYTES_OF_ANOTHER = 1024;

  private static final JsonMapper STRICT_JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(4)
                          .maxNumberLength(20)
                          .maxStringLength(BYTES_OF_ONE)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SafetensorsHeader() {}

  /** How long a header of so many tensors may be. */
  static int mostBytes(int tensors) {
    return BYTES_OF_ONE + BYTES_OF_ANOTHER * (tensors - 1);
  }

  /**
   * What a header declares.
   *
   * @param encoding how the tensors are written
   * @param batch number of images
   * @param bytes of each one's data: of the tensor itself, or of its payload
   */
  record Declared(Encoding encoding, int batch, List<Long> bytes) {

    static Declared raw(CutTensors tensors, int batch) {
      List<Long> bytes = tensors.specs().stream().map(spec -> spec.bytes(batch)).toList();
      return new Declared(Encoding.RAW, batch, bytes);
    }

    long allBytes() {
      return bytes.stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Reads a header; throws if anything in it is not as it is expected. */
  static Declared read(byte[] header, TensorExpectation expected) throws MalformedTensorException {
    JsonNode root = parse(header);
    for (String key : root.propertyNames()) {
      require(expected.has(key) || key.equals(EncodedTensorBody.METADATA), () -> expected.shown());
    }
    List<JsonNode> tensors = new ArrayList<>();
    for (NamedTensor tensor : expected.tensors().tensors()) {
      tensors.add(tensor(root.path(tensor.name()), tensor));
    }
    JsonNode metadata = root.path(EncodedTensorBody.METADATA);
    Encoding encoding = EncodedMetadata.encoding(metadata, expected);
    Declared declared =
        isRaw(encoding)
            ? raw(tensors, expected)
            : new EncodedMetadata(metadata, expected).declared(tensors, encoding);
    requireOffsets(tensors, declared.bytes(), expected);
    return declared;
  }

  private static JsonNode tensor(JsonNode node, NamedTensor tensor)
      throws MalformedTensorException {
    require(node.isObject(), () -> "the tensor '%s' is missing".formatted(tensor.name()));
    for (String key : node.propertyNames()) {
      require(
          key.equals("dtype") || key.equals("shape") || key.equals("data_offsets"),
          "a tensor has dtype, shape and data_offsets, and nothing else");
    }
    return node;
  }

  /** Pixels are the raw form of the network's input. */
  private static boolean isRaw(Encoding encoding) {
    return encoding.equals(Encoding.RAW) || encoding.equals(Encoding.PIXELS);
  }

  private static Declared raw(List<JsonNode> nodes, TensorExpectation expected)
      throws MalformedTensorException {
    int common = 0;
    for (int i = 0; i < nodes.size(); i++) {
      NamedTensor tensor = expected.tensors().tensors().get(i);
      String about = expected.about(tensor);
      requireDtype(nodes.get(i), tensor.spec().dtype(), about);
      int batch =
          batchOfShape(nodes.get(i).path("shape"), tensor)
              .orElseThrow(() -> noSuchShape(about + "shape must be ", tensor));
      common = requireBatch(batch, common, expected);
    }
    return Declared.raw(expected.tensors(), common);
  }

  static void requireDtype(JsonNode tensor, DType dtype, String about)
      throws MalformedTensorException {
    require(
        tensor.path("dtype").isString() && tensor.path("dtype").stringValue().equals(dtype.name()),
        () -> "%sdtype must be %s".formatted(about, dtype));
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
  static OptionalInt batchOfShape(JsonNode shape, NamedTensor tensor) {
    List<Integer> want = tensor.spec().shape();
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
  static MalformedTensorException noSuchShape(String beginning, NamedTensor tensor) {
    List<Integer> want = tensor.spec().shape();
    String sizes = want.stream().map(size -> "," + size).collect(Collectors.joining());
    return new MalformedTensorException(beginning + "[B" + sizes + "]");
  }

  /**
   * Requires a batch that is accepted, and is that of the tensors before.
   *
   * @param before the batch of those; 0 if there are none
   * @return the batch
   */
  static int requireBatch(int batch, int before, TensorExpectation expected)
      throws MalformedTensorException {
    require(
        batch >= 1 && batch <= expected.maxBatch(),
        () -> "the batch must be 1 to %d".formatted(expected.maxBatch()));
    require(before == 0 || batch == before, "all tensors must have the same batch");
    return batch;
  }

  /** The data of the tensors follow one another in their order, without a gap. */
  private static void requireOffsets(
      List<JsonNode> tensors, List<Long> bytes, TensorExpectation expected)
      throws MalformedTensorException {
    long begin = 0;
    for (int i = 0; i < tensors.size(); i++) {
      String about = expected.about(expected.tensors().tensors().get(i));
      requireOffsets(tensors.get(i).path("data_offsets"), begin, begin + bytes.get(i), about);
      begin += bytes.get(i);
    }
  }

  private static void requireOffsets(JsonNode offsets, long begin, long end, String about)
      throws MalformedTensorException {
    require(
        offsets.isArray()
            && offsets.size() == 2
            && offsets.get(0).isIntegralNumber()
            && offsets.get(1).isIntegralNumber()
            && offsets.get(0).canConvertToLong()
            && offsets.get(1).canConvertToLong()
            && offsets.get(0).longValue() == begin
            && offsets.get(1).longValue() == end,
        () -> "%sdata_offsets must be [%d,%d] for that shape".formatted(about, begin, end));
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

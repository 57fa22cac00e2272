package io.isthmus.tensor;

import static io.isthmus.tensor.SafetensorsHeader.require;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.DType;
import io.isthmus.network.EncodedTensorBody;
import io.isthmus.network.NamedTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the metadata of a header say of encoded tensors; read with suspicion as well. */
final class EncodedMetadata {

  private final JsonNode metadata;
  private final TensorExpectation expected;

  EncodedMetadata(JsonNode metadata, TensorExpectation expected) {
    this.metadata = metadata;
    this.expected = expected;
  }

  /**
   * The encoding that metadata name; raw where they name none.
   *
   * @throws UnknownEncodingException if it is not read, here or at all
   */
  static Encoding encoding(JsonNode metadata, TensorExpectation expected)
      throws MalformedTensorException {
    JsonNode name = metadata.path(EncodedTensorBody.ENCODING);
    if (name.isMissingNode()) {
      return Encoding.RAW;
    }
    require(name.isString(), "encoding in __metadata__ must be a text");
    return Encoding.parse(name.stringValue())
        .filter(expected.encodings().known()::include)
        .orElseThrow(
            () ->
                new UnknownEncodingException(
                    "encoding in __metadata__ must be %s for %s here"
                        .formatted(expected.encodings().known().names(), expected.names())));
  }

  /** What is declared of the payloads' tensors, checked against what they are to be decoded to. */
  SafetensorsHeader.Declared declared(List<JsonNode> nodes, Encoding encoding)
      throws MalformedTensorException {
    requireNothingElse();
    List<NamedTensor> tensors = expected.tensors().tensors();
    int batch = 0;
    for (NamedTensor tensor : tensors) {
      batch = SafetensorsHeader.requireBatch(batch(tensor), batch, expected);
    }
    List<Long> bytes = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      bytes.add(payloadBytes(nodes.get(i), tensors.get(i), encoding, batch));
    }
    return new SafetensorsHeader.Declared(encoding, batch, bytes);
  }

  /** Free texts may be there as in any file; what speaks of another tensor lies. */
  private void requireNothingElse() throws MalformedTensorException {
    for (String key : metadata.propertyNames()) {
      require(
          isOf(key, EncodedTensorBody.DTYPE) && isOf(key, EncodedTensorBody.SHAPE),
          () -> "__metadata__ may speak of %s alone".formatted(expected.names()));
      require(metadata.path(key).isString(), "every value in __metadata__ must be a text");
    }
  }

  /** Whether a key is that member of an expected tensor, or of none. */
  private boolean isOf(String key, String suffix) {
    return !key.endsWith(suffix) || expected.has(key.substring(0, key.length() - suffix.length()));
  }

  private String text(NamedTensor tensor, String suffix) {
    return metadata.path(tensor.name() + suffix).asString("");
  }

  private int batch(NamedTensor tensor) throws MalformedTensorException {
    DType dtype = tensor.spec().dtype();
    require(
        text(tensor, EncodedTensorBody.DTYPE).equals(dtype.name()),
        () -> "%s%s in __metadata__ must be %s".formatted(tensor.name(), ".dtype", dtype));
    String member = tensor.name() + EncodedTensorBody.SHAPE + " in __metadata__ must be ";
    return shape(tensor).orElseThrow(() -> SafetensorsHeader.noSuchShape(member, tensor));
  }

  private OptionalInt shape(NamedTensor tensor) {
    try {
      JsonNode shape = SafetensorsHeader.json(text(tensor, EncodedTensorBody.SHAPE));
      return SafetensorsHeader.batchOfShape(shape, tensor);
    } catch (JacksonException e) {
      return OptionalInt.empty();
    }
  }

  private long payloadBytes(JsonNode node, NamedTensor tensor, Encoding encoding, int batch)
      throws MalformedTensorException {
    String about = expected.about(tensor);
    SafetensorsHeader.requireDtype(node, DType.U8, about);
    JsonNode shape = node.path("shape");
    long most = expected.encodings().limit().mostBytes(encoding, tensor.spec(), batch);
    boolean one =
        shape.isArray()
            && shape.size() == 1
            && shape.get(0).isIntegralNumber()
            && shape.get(0).canConvertToLong();
    long bytes = one ? shape.get(0).longValue() : 0;
    require(
        bytes >= 1 && bytes <= most,
        () ->
            "%sshape must be [n], the bytes of the payload; %s of a batch of %d has 1 to %d"
                .formatted(about, encoding, batch, most));
    return bytes;
  }
}

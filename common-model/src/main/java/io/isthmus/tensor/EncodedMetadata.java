package io.isthmus.tensor;

import static io.isthmus.tensor.SafetensorsHeader.require;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.DType;
import io.isthmus.network.EncodedTensorBody;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the metadata of a header say of an encoded tensor; read with suspicion as well. */
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
                    "encoding in __metadata__ must be %s for the tensor '%s' here"
                        .formatted(expected.encodings().known().names(), expected.name())));
  }

  /** What is declared of the payload's tensor, checked against what it is to be decoded to. */
  SafetensorsHeader.Declared declared(JsonNode tensor, Encoding encoding)
      throws MalformedTensorException {
    requireNothingElse();
    DType dtype = expected.spec().dtype();
    require(
        text(EncodedTensorBody.DTYPE).equals(dtype.name()),
        () -> "%s%s in __metadata__ must be %s".formatted(expected.name(), ".dtype", dtype));
    int batch = batch();
    SafetensorsHeader.requireDtype(tensor, DType.U8);
    long bytes = payloadBytes(tensor.path("shape"), expected.encodings().limit(), encoding, batch);
    return new SafetensorsHeader.Declared(encoding, batch, bytes);
  }

  /** Free texts may be there as in any file; what speaks of another tensor lies. */
  private void requireNothingElse() throws MalformedTensorException {
    for (String key : metadata.propertyNames()) {
      String name = expected.name();
      boolean ofTensor =
          key.endsWith(EncodedTensorBody.DTYPE) || key.endsWith(EncodedTensorBody.SHAPE);
      require(
          !ofTensor
              || key.equals(name + EncodedTensorBody.DTYPE)
              || key.equals(name + EncodedTensorBody.SHAPE),
          () -> "__metadata__ may speak of the tensor '%s' alone".formatted(name));
      require(metadata.path(key).isString(), "every value in __metadata__ must be a text");
    }
  }

  private String text(String suffix) {
    return metadata.path(expected.name() + suffix).asString("");
  }

  private int batch() throws MalformedTensorException {
    String member = expected.name() + EncodedTensorBody.SHAPE + " in __metadata__ must be ";
    int batch = shape().orElseThrow(() -> SafetensorsHeader.noSuchShape(member, expected));
    SafetensorsHeader.requireBatch(batch, expected);
    return batch;
  }

  private OptionalInt shape() {
    try {
      JsonNode shape = SafetensorsHeader.json(text(EncodedTensorBody.SHAPE));
      return SafetensorsHeader.batchOfShape(shape, expected);
    } catch (JacksonException e) {
      return OptionalInt.empty();
    }
  }

  private static long payloadBytes(
      JsonNode shape, AcceptedEncodings.PayloadLimit limit, Encoding encoding, int batch)
      throws MalformedTensorException {
    long most = limit.mostBytes(encoding, batch);
    boolean one =
        shape.isArray()
            && shape.size() == 1
            && shape.get(0).isIntegralNumber()
            && shape.get(0).canConvertToLong();
    long bytes = one ? shape.get(0).longValue() : 0;
    require(
        bytes >= 1 && bytes <= most,
        () ->
            "shape must be [n], the bytes of the payload; %s of a batch of %d has 1 to %d"
                .formatted(encoding, batch, most));
    return bytes;
  }
}

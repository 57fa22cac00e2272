package io.isthmus.device.v2;

import static io.isthmus.device.v2.BoundedJson.malformed;
import static io.isthmus.device.v2.BoundedJson.require;

import io.isthmus.engine.NativeByteBuffer;
import io.isthmus.network.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonToken;

/**
 * The {@code data} of an input in JSON: numbers (pixels) or Base64 texts (encoded images), flat or
 * nested as the shape is. What is kept lies in the request's own memory and is bounded by the
 * largest batch, since the shape may only follow later.
 */
final class TensorData {

  private static final String RAGGED = "data is ragged; its arrays must be nested as its shape is";

  private final int maxRank;
  private final long maxPixels;
  private final int maxImages;

  /** The pixels, or the images piece by piece. */
  private final NativeByteBuffer bytes;

  private final List<Integer> lengths = new ArrayList<>();
  private int leafDepth = -1;

  /**
   * Room for at most that batch of that input.
   *
   * @param bytes to be filled
   */
  TensorData(TensorSpec input, int maxBatch, NativeByteBuffer bytes) {
    this.maxRank = 1 + input.shape().size();
    this.maxPixels = input.bytes(maxBatch);
    this.maxImages = maxBatch;
    this.bytes = bytes;
  }

  /** Reads the array that begins with the next token. */
  TensorData read(BoundedJson json) throws IOException {
    json.array("data");
    readArray(json, 0);
    return this;
  }

  private void readArray(BoundedJson json, int depth) throws IOException {
    require(depth < maxRank, "data is nested deeper than the shape");
    int length = 0;
    for (JsonToken t = json.next(); t != JsonToken.END_ARRAY; t = json.next()) {
      length++;
      if (t == JsonToken.START_ARRAY) {
        require(leafDepth < 0 || depth < leafDepth, RAGGED);
        readArray(json, depth + 1);
      } else {
        requireLeafAt(depth);
        value(json, t);
      }
    }
    requireLength(depth, length);
  }

  private void requireLeafAt(int depth) {
    leafDepth = leafDepth < 0 ? depth : leafDepth;
    require(leafDepth == depth, RAGGED);
  }

  private void requireLength(int depth, int length) {
    while (lengths.size() <= depth) {
      lengths.add(-1);
    }
    require(lengths.get(depth) < 0 || lengths.get(depth) == length, RAGGED);
    lengths.set(depth, length);
  }

  private void value(BoundedJson json, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      require(pixels() == 0, "data must be either numbers or texts");
      require(bytes.pieceCount() < maxImages, "data has more than %d images".formatted(maxImages));
      json.base64(bytes);
      bytes.endPiece();
      return;
    }
    require(token == JsonToken.VALUE_NUMBER_INT, "data must be whole numbers or Base64 texts");
    int value = json.intValue();
    require(value >= 0 && value <= 255, "a pixel must be 0 to 255");
    require(bytes.pieceCount() == 0, "data must be either numbers or texts");
    if (pixels() >= maxPixels) { // no message is put together for a pixel that is right
      throw malformed("data has more than %d pixels".formatted(maxPixels));
    }
    bytes.write(value);
  }

  /** Pixels are in no piece. */
  private int pixels() {
    return bytes.pieceCount() == 0 ? bytes.size() : 0;
  }

  /**
   * Copies the pixels.
   *
   * @param shape the shape that was declared: the nesting must agree with it
   * @param target with room for exactly that shape
   */
  void pixelsInto(ByteBuffer target, List<Integer> shape) {
    require(bytes.pieceCount() == 0, "the data of UINT8 must be whole numbers");
    require(
        pixels() == target.remaining(), "data must have %d pixels".formatted(target.remaining()));
    requireNesting(shape);
    bytes.endPiece();
    target.put(bytes.pieces().get(0));
  }

  /** The encoded images, of which there must be that many. */
  List<ByteBuffer> images(int batch) {
    require(pixels() == 0, "the data of BYTES must be Base64 texts");
    require(bytes.pieceCount() == batch, "data must have %d texts".formatted(batch));
    requireNesting(List.of(batch));
    return bytes.pieces();
  }

  private void requireNesting(List<Integer> shape) {
    require(lengths.size() == 1 || lengths.equals(shape), "data is not nested as its shape is");
  }
}

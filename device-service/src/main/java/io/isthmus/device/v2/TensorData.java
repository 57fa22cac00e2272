package io.isthmus.device.v2;

import static io.isthmus.device.v2.BoundedJson.require;

import io.isthmus.tensor.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonToken;

/**
 * The {@code data} of an input in JSON: numbers (pixels) or Base64 texts (encoded images), flat or
 * nested as the shape is. What is kept is bounded by the largest batch, since the shape may only
 * follow later.
 */
final class TensorData {

  private static final int FIRST_CAPACITY = 16 * 1024;

  private final int maxRank;
  private final long maxPixels;
  private final int maxImages;

  private byte[] pixels = new byte[0];
  private int count;
  private final List<byte[]> images = new ArrayList<>();
  private final List<Integer> lengths = new ArrayList<>();
  private int leafDepth = -1;

  /** Room for at most that batch of that input. */
  TensorData(TensorSpec input, int maxBatch) {
    this.maxRank = 1 + input.shape().size();
    this.maxPixels = input.bytes(maxBatch);
    this.maxImages = maxBatch;
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
        require(leafDepth < 0 || depth < leafDepth, "data is ragged");
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
    require(leafDepth == depth, "data is ragged");
  }

  private void requireLength(int depth, int length) {
    while (lengths.size() <= depth) {
      lengths.add(-1);
    }
    require(lengths.get(depth) < 0 || lengths.get(depth) == length, "data is ragged");
    lengths.set(depth, length);
  }

  private void value(BoundedJson json, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      require(images.size() < maxImages, "data has more than %d images".formatted(maxImages));
      images.add(json.base64());
      return;
    }
    require(token == JsonToken.VALUE_NUMBER_INT, "data must be whole numbers or Base64 texts");
    int value = json.intValue();
    require(value >= 0 && value <= 255, "a pixel must be 0 to 255");
    require(count < maxPixels, "data has more than %d pixels".formatted(maxPixels));
    if (count == pixels.length) {
      pixels = Arrays.copyOf(pixels, Math.max(FIRST_CAPACITY, 2 * count));
    }
    pixels[count++] = (byte) value;
  }

  /**
   * Copies the pixels.
   *
   * @param shape the shape that was declared: the nesting must agree with it
   * @param target with room for exactly that shape
   */
  void pixelsInto(ByteBuffer target, List<Integer> shape) {
    require(images.isEmpty(), "the data of UINT8 must be whole numbers");
    require(count == target.remaining(), "data must have %d pixels".formatted(target.remaining()));
    requireNesting(shape);
    target.put(pixels, 0, count);
  }

  /** The encoded images, of which there must be that many. */
  List<byte[]> images(int batch) {
    require(count == 0, "the data of BYTES must be Base64 texts");
    require(images.size() == batch, "data must have %d texts".formatted(batch));
    requireNesting(List.of(batch));
    return images;
  }

  private void requireNesting(List<Integer> shape) {
    require(lengths.size() == 1 || lengths.equals(shape), "data is not nested as its shape is");
  }
}

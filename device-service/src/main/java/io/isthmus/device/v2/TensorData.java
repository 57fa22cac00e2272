package io.isthmus.device.v2;

import static io.isthmus.device.v2.BoundedJson.malformed;
import static io.isthmus.device.v2.BoundedJson.require;

import io.isthmus.engine.NativeByteBuffer;
import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonToken;

/**
 * The {@code data} of an input in JSON: numbers (pixels, or floats) or Base64 texts (files), flat
 * or nested as the shape is. What is kept lies in the request's own memory and is bounded by the
 * largest batch, since the shape may only follow later.
 */
final class TensorData {

  private static final String RAGGED = "data is ragged; its arrays must be nested as its shape is";

  private final int maxRank;
  private final TensorSpec input;
  private final long mostBytes;
  private final int maxFiles;

  /** The numbers in native byte order, or the files piece by piece. */
  private final NativeByteBuffer bytes;

  private final byte[] four = new byte[Float.BYTES];
  private final ByteBuffer asFloat = ByteBuffer.wrap(four).order(ByteOrder.nativeOrder());

  private final List<Integer> lengths = new ArrayList<>();
  private int leafDepth = -1;

  /**
   * Room for at most that batch of that input.
   *
   * @param bytes to be filled
   */
  TensorData(TensorSpec input, int maxBatch, NativeByteBuffer bytes) {
    this.maxRank = 1 + input.shape().size();
    this.input = input;
    this.mostBytes = input.bytes(maxBatch);
    this.maxFiles = maxBatch;
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
      require(numberBytes() == 0, "data must be either numbers or texts");
      require(
          bytes.pieceCount() < maxFiles, "data has more than %d %ss".formatted(maxFiles, noun()));
      json.base64(bytes);
      bytes.endPiece();
      return;
    }
    boolean pixels = input.dtype() == DType.U8;
    if (token != JsonToken.VALUE_NUMBER_INT && (pixels || token != JsonToken.VALUE_NUMBER_FLOAT)) {
      throw malformed(
          "data must be %s or Base64 texts".formatted(pixels ? "whole numbers" : "numbers"));
    }
    require(bytes.pieceCount() == 0, "data must be either numbers or texts");
    if (pixels) {
      int value = json.intValue();
      require(value >= 0 && value <= 255, "a pixel must be 0 to 255");
      requireRoom();
      bytes.write(value);
    } else {
      asFloat.putFloat(0, json.floatValue());
      requireRoom();
      bytes.write(four, 0, four.length);
    }
  }

  /** No message is put together for a number that is right. */
  private void requireRoom() {
    if (numberBytes() >= mostBytes) {
      throw malformed("data has more than %d %s".formatted(elements(mostBytes), numbers()));
    }
  }

  private String noun() {
    return input.dtype() == DType.U8 ? "image" : "sound";
  }

  private String numbers() {
    return input.dtype() == DType.U8 ? "pixels" : "numbers";
  }

  private long elements(long ofBytes) {
    return ofBytes / input.dtype().bytes();
  }

  /** Numbers are in no piece. */
  private int numberBytes() {
    return bytes.pieceCount() == 0 ? bytes.size() : 0;
  }

  /**
   * Copies the numbers.
   *
   * @param shape the shape that was declared: the nesting must agree with it
   * @param target with room for exactly that shape
   */
  void numbersInto(ByteBuffer target, List<Integer> shape) {
    boolean pixels = input.dtype() == DType.U8;
    require(
        bytes.pieceCount() == 0,
        pixels ? "the data of UINT8 must be whole numbers" : "the data of FP32 must be numbers");
    require(
        numberBytes() == target.remaining(),
        "data must have %d %s".formatted(elements(target.remaining()), numbers()));
    requireNesting(shape);
    bytes.endPiece();
    target.put(bytes.pieces().get(0));
  }

  /** The files, of which there must be that many. */
  List<ByteBuffer> files(int batch) {
    require(numberBytes() == 0, "the data of BYTES must be Base64 texts");
    require(bytes.pieceCount() == batch, "data must have %d texts".formatted(batch));
    requireNesting(List.of(batch));
    return bytes.pieces();
  }

  private void requireNesting(List<Integer> shape) {
    require(lengths.size() == 1 || lengths.equals(shape), "data is not nested as its shape is");
  }
}

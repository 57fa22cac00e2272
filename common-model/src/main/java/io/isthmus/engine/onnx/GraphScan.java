package io.isthmus.engine.onnx;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Looks for weights that a file does not hold itself. ONNX lets a tensor name another file, and
 * ONNX Runtime takes one of these names for an address in memory, which it reads: a file that says
 * so ends the process. Here every tensor of a unit is in the unit's own file.
 *
 * <p>ONNX is a protocol buffer: fields with numbers, of which some are messages again. The numbers
 * are those of onnx.proto.
 */
final class GraphScan {

  private static final int MOST_DEPTH = 100; // as protocol buffers have it
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH = 2;
  private static final int FOUR_BYTES = 5;

  private static final int EXTERNAL_DATA = 13;
  private static final int DATA_LOCATION = 14;

  /** Messages in which there may be tensors, and in which of their fields. */
  private enum Kind {
    MODEL,
    GRAPH,
    NODE,
    ATTRIBUTE,
    FUNCTION,
    TRAINING,
    SPARSE,
    TENSOR;

    private static final Map<Kind, Map<Integer, Kind>> FIELDS =
        Map.of(
            MODEL, Map.of(7, GRAPH, 20, TRAINING, 25, FUNCTION),
            GRAPH, Map.of(1, NODE, 5, TENSOR, 15, SPARSE),
            NODE, Map.of(5, ATTRIBUTE),
            ATTRIBUTE, Map.of(5, TENSOR, 6, GRAPH, 10, TENSOR, 11, GRAPH, 22, SPARSE, 23, SPARSE),
            FUNCTION, Map.of(7, NODE, 11, ATTRIBUTE),
            TRAINING, Map.of(1, GRAPH, 2, GRAPH),
            SPARSE, Map.of(1, TENSOR, 2, TENSOR),
            TENSOR, Map.of());
  }

  private GraphScan() {}

  /**
   * Requires that a file is a protocol buffer without such tensors.
   *
   * @throws IllegalStateException that says what it is or does instead
   */
  static void requireOneFile(ByteBuffer file) {
    scan(file.duplicate(), Kind.MODEL, 0);
  }

  private static void scan(ByteBuffer message, Kind kind, int depth) {
    require(depth < MOST_DEPTH);
    while (message.hasRemaining()) {
      long tag = varint(message);
      require(tag >>> 32 == 0);
      int field = (int) (tag >>> 3);
      ByteBuffer value = value(message, (int) tag & 7);
      if (kind == Kind.TENSOR) {
        requireInside(field, value);
      }
      Kind inner = Kind.FIELDS.getOrDefault(kind, Map.of()).get(field);
      if (inner != null && (tag & 7) == LENGTH) {
        scan(value, inner, depth + 1);
      }
    }
  }

  private static void requireInside(int field, ByteBuffer value) {
    boolean elsewhere = field == DATA_LOCATION && (value.remaining() != 1 || value.get(0) != 0);
    if (elsewhere || field == EXTERNAL_DATA) {
      throw new IllegalStateException(
          "keeps weights outside of its file, and a unit of a package is one file");
    }
  }

  /** The bytes of a value, which are skipped. */
  private static ByteBuffer value(ByteBuffer message, int wire) {
    long size =
        switch (wire) {
          case VARINT -> sizeOfVarint(message);
          case EIGHT_BYTES -> 8;
          case FOUR_BYTES -> 4;
          case LENGTH -> varint(message);
          default -> -1;
        };
    require(size >= 0 && size <= message.remaining());
    ByteBuffer value = message.slice(message.position(), (int) size);
    message.position(message.position() + (int) size);
    return value;
  }

  private static int sizeOfVarint(ByteBuffer message) {
    int start = message.position();
    varint(message);
    int size = message.position() - start;
    message.position(start);
    return size;
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      require(message.hasRemaining());
      byte next = message.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalStateException("is no ONNX file");
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalStateException("is no ONNX file");
    }
  }
}

package io.isthmus.hostile;

import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Bodies that claim to be one tensor, and are not the one that is expected. */
public final class BadTensors {

  private static final int BATCH_1 = 1;

  private final String name;
  private final TensorSpec spec;
  private final int bytes;
  private final Map<String, byte[]> bodies = new LinkedHashMap<>();

  private BadTensors(String name, TensorSpec spec) {
    this.name = name;
    this.spec = spec;
    this.bytes = (int) spec.bytes(BATCH_1);
  }

  /** Bad bodies by what is wrong with them, for a place that takes that tensor. */
  public static Map<String, byte[]> of(
      String name, TensorSpec spec, TensorSpec anotherCut, int maxBatch) {
    BadTensors bad = new BadTensors(name, spec);
    bad.addFraming();
    bad.addHeaders();
    bad.addTensors(anotherCut, maxBatch);
    bad.addData();
    bad.addOtherFormats();
    return bad.bodies;
  }

  /** A good body: one image's tensor of zeros. */
  public static byte[] zeros(String name, TensorSpec spec) {
    return new BadTensors(name, spec).good();
  }

  /** A body with these values for dtype, shape and data_offsets, and that much data. */
  private byte[] tensor(String dtype, String shape, String offsets, int dataBytes) {
    return body(header(name, dtype, shape, offsets), new byte[dataBytes]);
  }

  private static String header(String name, String dtype, String shape, String offsets) {
    return "{\"%s\":%s}".formatted(name, entry(dtype, shape, offsets));
  }

  private static String entry(String dtype, String shape, String offsets) {
    return "{\"dtype\":%s,\"shape\":%s,\"data_offsets\":%s}".formatted(dtype, shape, offsets);
  }

  private String dtype() {
    return "\"" + spec.dtype() + "\"";
  }

  private String shape(long batch) {
    return shape(spec, batch);
  }

  private static String shape(TensorSpec spec, long batch) {
    return "[" + batch + "," + spec.shape().toString().substring(1).replace(" ", "");
  }

  private String offsets() {
    return "[0," + bytes + "]";
  }

  private byte[] good() {
    return tensor(dtype(), shape(1), offsets(), bytes);
  }

  /** A whole body from its header and data. */
  public static byte[] body(String header, byte[] data) {
    return body(header.getBytes(StandardCharsets.UTF_8), data);
  }

  private static byte[] body(byte[] header, byte[] data) {
    return ByteBuffer.allocate(Long.BYTES + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(data)
        .array();
  }

  private byte[] withHeaderLength(long length) {
    byte[] body = good();
    ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    return body;
  }

  private void addFraming() {
    bodies.put("empty body", new byte[0]);
    for (int length : new int[] {1, 7, 8, 9, 40}) {
      bodies.put("the first " + length + " bytes", Arrays.copyOf(good(), length));
    }
    bodies.put("header length beyond the body", Arrays.copyOf(withHeaderLength(4000), 200));
    for (long length : new long[] {0, 1, 5000, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      bodies.put(
          "header length " + Long.toUnsignedString(length) + " (" + length + ")",
          withHeaderLength(length));
    }
  }

  private void addHeaders() {
    byte[] notUtf8 = header(name, dtype(), shape(1), offsets()).getBytes(StandardCharsets.UTF_8);
    notUtf8[3] = (byte) 0xc3;
    bodies.put("header is not UTF-8", body(notUtf8, new byte[bytes]));
    Map<String, String> headers =
        Map.ofEntries(
            Map.entry("is not JSON", "tensor, please"),
            Map.entry("ends too early", header(name, dtype(), shape(1), "[0,")),
            Map.entry("goes on", header(name, dtype(), shape(1), offsets()) + " {}"),
            Map.entry("is an array", "[]"),
            Map.entry("is null", "null"),
            Map.entry("is empty", "{}"),
            Map.entry("is nested 120 deep", "[".repeat(120) + "]".repeat(120)),
            Map.entry("has objects nested 120 deep", "{\"a\":".repeat(120) + "1" + "}".repeat(120)),
            Map.entry("names it twice", twice()),
            Map.entry("has an unknown tensor", header("tensor", dtype(), shape(1), offsets())),
            Map.entry("has an unknown tensor besides", besides()),
            Map.entry("has a tensor that is none", "{\"" + name + "\":7}"),
            Map.entry("lacks the dtype", "{\"" + name + "\":{\"shape\":" + shape(1) + "}}"));
    headers.forEach((what, header) -> bodies.put("header " + what, body(header, new byte[bytes])));
  }

  private String twice() {
    String entry = "\"" + name + "\":" + entry(dtype(), shape(1), offsets());
    return "{" + entry + "," + entry + "}";
  }

  private String besides() {
    return "{\"%s\":%s,\"other\":%s}"
        .formatted(name, entry(dtype(), shape(1), offsets()), entry(dtype(), shape(1), offsets()));
  }

  private void addTensors(TensorSpec anotherCut, int maxBatch) {
    String other = spec.dtype() == DType.F32 ? "\"U8\"" : "\"F32\"";
    for (String dtype :
        new String[] {other, "\"BF16\"", "\"I16\"", "\"F64\"", "\"f32\"", "\"\"", "7", "null"}) {
      bodies.put("dtype " + dtype, tensor(dtype, shape(1), offsets(), bytes));
    }
    String inner = shape(1).substring(3);
    for (String shape :
        new String[] {
          "1073741824",
          "-1",
          "[]",
          "[1]",
          "{}",
          "\"[1]\"",
          "[" + "1,".repeat(1500) + "1]",
          "[-1," + inner,
          "[0," + inner,
          "[1.5," + inner,
          "[1e0," + inner,
          "[\"1\"," + inner,
          "[1,0,1,1]",
          "[1,-1,-1,1]",
          "[2147483647,2147483647,4,4]",
          "[4611686018427387904,4,4,1]",
          "[99999999999999999999999999,1,1,1]",
          "[4294967297," + inner,
          "[" + Integer.MAX_VALUE + "," + inner
        }) {
      bodies.put("shape " + abbreviated(shape), tensor(dtype(), shape, offsets(), bytes));
    }
    bodies.put("batch 0", tensor(dtype(), shape(0), "[0,0]", 0));
    bodies.put(
        "batch " + (maxBatch + 1) + ", honestly sent",
        tensor(
            dtype(),
            shape(maxBatch + 1),
            "[0," + spec.bytes(maxBatch + 1) + "]",
            (int) spec.bytes(maxBatch + 1)));
    bodies.put(
        "the shape of another cut",
        tensor(
            "\"" + anotherCut.dtype() + "\"",
            shape(anotherCut, 1),
            "[0," + anotherCut.bytes(1) + "]",
            (int) anotherCut.bytes(1)));
    for (String offsets :
        new String[] {
          "[0," + (bytes - 4) + "]",
          "[4," + (bytes + 4) + "]",
          "[" + bytes + ",0]",
          "[-" + bytes + ",0]",
          "[0,9223372036854775807]",
          "[0,0," + bytes + "]",
          "[0." + "0," + bytes + ".0]",
          "null"
        }) {
      bodies.put("offsets " + offsets, tensor(dtype(), shape(1), offsets, bytes));
    }
  }

  private static String abbreviated(String text) {
    return text.length() < 60 ? text : text.substring(0, 60) + "…";
  }

  private void addData() {
    for (int off : new int[] {-bytes, -4, -1, 1, 4, 100_000}) {
      bodies.put("data " + off + " bytes off", tensor(dtype(), shape(1), offsets(), bytes + off));
    }
    if (spec.dtype() == DType.F32) {
      for (float value :
          new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
        byte[] last = good();
        ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN).putFloat(last.length - 4, value);
        bodies.put("the last value is " + value, last);
      }
    }
  }

  private void addOtherFormats() {
    bodies.put(
        "text", "cat sat on the mat, and the mat is a tensor".getBytes(StandardCharsets.UTF_8));
    bodies.put("a pickle", pickle());
    bodies.put("Java serialisation", serialised());
    bodies.put("an npz", npz());
    bodies.put("DJL's own encoding", djl());
    bodies.put("two good tensors", Arrays.copyOf(good(), 2 * good().length));
  }

  /** A pickle of protocol 2 that would run a command. */
  public static byte[] pickle() {
    return Request.ascii(
        "\u0080\u0002cposix\nsystem\nq\u0000X\u0002\u0000\u0000\u0000idq\u0001\u0085R.");
  }

  /** A serialised Java object. */
  public static byte[] serialised() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new java.util.ArrayList<>(java.util.List.of(1, 2, 3)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A .npz, which is a zip of .npy files. */
  public static byte[] npz() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("input.npy"));
      zip.write(Request.ascii("\u0093NUMPY\u0001\u0000\u0002\u0000{}"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** An NDList that declares a rank of 2^30: DJL's decoder runs out of memory over it. */
  private static byte[] djl() {
    return ByteBuffer.allocate(43)
        .putInt(1)
        .putShort((short) 4)
        .put(Request.ascii("NDAR"))
        .putInt(3)
        .put((byte) 0)
        .putShort((short) 7)
        .put(Request.ascii("FLOAT32"))
        .putInt(1 << 30)
        .array();
  }
}

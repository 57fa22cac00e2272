package io.isthmus;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes ONNX files of a few operators, also such as cannot be. ONNX is a protocol buffer; the
 * numbers of the fields are those of onnx.proto.
 */
public final class OnnxFile {

  public static final int FLOAT = 1;
  public static final int UINT8 = 2;
  public static final int DOUBLE = 11;

  private static final int INT64 = 7;

  private final Message graph = new Message().text(2, "graph");
  private final Message model = new Message().number(1, 8);

  /** Of operators of that version of the standard. */
  public OnnxFile(int opset) {
    imports("", opset);
  }

  /** Has operators of another domain. */
  public OnnxFile imports(String domain, int version) {
    model.message(8, new Message().text(1, domain).number(2, version));
    return this;
  }

  /** An input; sizes are whole numbers, or names for those that are known later. */
  public OnnxFile input(String name, int type, Object... sizes) {
    graph.message(11, value(name, type, sizes));
    return this;
  }

  /** An output. */
  public OnnxFile output(String name, int type, Object... sizes) {
    graph.message(12, value(name, type, sizes));
    return this;
  }

  private static Message value(String name, int type, Object... sizes) {
    Message shape = new Message();
    for (Object size : sizes) {
      shape.message(
          1,
          size instanceof Integer known
              ? new Message().number(1, known)
              : new Message().text(2, size.toString()));
    }
    Message tensor = new Message().number(1, type).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** An operator with at most one attribute, which is a whole number. */
  public OnnxFile node(
      String domain, String operator, List<String> in, String out, Object... attribute) {
    Message node = new Message();
    in.forEach(name -> node.text(1, name));
    node.text(2, out).text(4, operator).text(7, domain);
    if (attribute.length > 0) {
      Message value = new Message().text(1, (String) attribute[0]).number(3, (int) attribute[1]);
      node.message(5, value.number(20, 2));
    }
    graph.message(1, node);
    return this;
  }

  /** A constant of whole numbers. */
  public OnnxFile constant(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      raw.putLong(value);
    }
    graph.message(5, tensor(name, INT64, values.length).bytes(9, raw.array()));
    return this;
  }

  /** Weights of type FLOAT in another file. */
  public OnnxFile elsewhere(String name, int size, String file) {
    Message place = new Message().text(1, "location").text(2, file);
    graph.message(5, tensor(name, FLOAT, size).message(13, place).number(14, 1));
    return this;
  }

  private static Message tensor(String name, int type, int size) {
    return new Message().number(1, size).number(2, type).text(8, name);
  }

  /** The file. */
  public byte[] bytes() {
    return new Message().append(model).message(7, graph).toBytes();
  }

  /** A protocol buffer. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message bytes(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.toBytes());
    }

    Message append(Message other) {
      out.writeBytes(other.toBytes());
      return this;
    }

    byte[] toBytes() {
      return out.toByteArray();
    }

    private void varint(long value) {
      long left = value;
      while ((left & ~0x7fL) != 0) {
        out.write((int) (left & 0x7f) | 0x80);
        left >>>= 7;
      }
      out.write((int) left);
    }
  }
}

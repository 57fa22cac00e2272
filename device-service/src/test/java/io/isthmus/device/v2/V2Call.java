package io.isthmus.device.v2;

import io.isthmus.hostile.Request;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests of the protocol, put together as its clients do. */
final class V2Call {

  static final String PATH = "/v2/models/efficientnet_b0/infer";
  static final String JSON = "application/json";

  private V2Call() {}

  /** As tritonclient writes it: no content type, the header's length, raw tensors. */
  static Request triton(String json, byte[]... raw) {
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    return Request.post(PATH, "", joined(header, raw))
        .with("Inference-Header-Content-Length", Integer.toString(header.length));
  }

  static Request json(String json) {
    return Request.post(PATH, JSON, json.getBytes(StandardCharsets.UTF_8));
  }

  /** JSON of a request with a binary input. */
  static String binaryJson(String members, String shape, String datatype, long bytes) {
    return "{%s\"inputs\":[{\"name\":\"input\",\"shape\":%s,\"datatype\":\"%s\",\"parameters\":{\"binary_data_size\":%d}}]}"
        .formatted(members, shape, datatype, bytes);
  }

  /** JSON of a request with its data inside. */
  static String dataJson(String members, String shape, String datatype, String data) {
    return "{%s\"inputs\":[{\"name\":\"input\",\"shape\":%s,\"datatype\":\"%s\",\"data\":%s}]}"
        .formatted(members, shape, datatype, data);
  }

  static String flat(byte[] pixels) {
    return IntStream.range(0, pixels.length)
        .mapToObj(i -> Integer.toString(pixels[i] & 0xff))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** The same numbers, an array for every row, plane and image. */
  static String nested(byte[] pixels, List<Integer> shape) {
    return nested(ByteBuffer.wrap(pixels), shape);
  }

  private static String nested(ByteBuffer pixels, List<Integer> shape) {
    return IntStream.range(0, shape.get(0))
        .mapToObj(
            i ->
                shape.size() == 1
                    ? Integer.toString(pixels.get() & 0xff)
                    : nested(pixels, shape.subList(1, shape.size())))
        .collect(Collectors.joining(",", "[", "]"));
  }

  static String base64(byte[] file) {
    return "\"" + Base64.getEncoder().encodeToString(file) + "\"";
  }

  /** An element of a BYTES tensor. */
  static byte[] lengthPrefixed(byte[] element) {
    return ByteBuffer.allocate(Integer.BYTES + element.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(element.length)
        .put(element)
        .array();
  }

  static byte[] joined(byte[] first, byte[]... rest) {
    int length = first.length;
    for (byte[] part : rest) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length).put(first);
    for (byte[] part : rest) {
      all.put(part);
    }
    return all.array();
  }
}

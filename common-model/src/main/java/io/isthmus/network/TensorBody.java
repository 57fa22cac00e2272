package io.isthmus.network;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The size and the header of a tensor on the wire: a safetensors body of one tensor. A cost model
 * counts these bytes, so that they are part of what is known without any input or output.
 */
public final class TensorBody {

  private TensorBody() {}

  /** Bytes of a whole body: length field, header and data. */
  public static long size(String name, TensorSpec spec, int batch) {
    return Long.BYTES + header(name, spec, batch).length + spec.bytes(batch);
  }

  /** The header of {@code batch} images, padded so that the data begins on a multiple of 8. */
  public static byte[] header(String name, TensorSpec spec, int batch) {
    StringBuilder json = new StringBuilder(96); // a formatter would allocate kilobytes
    json.append("{\"").append(name).append("\":{\"dtype\":\"").append(spec.dtype());
    json.append("\",\"shape\":[").append(batch);
    for (int size : spec.shape()) {
      json.append(',').append(size);
    }
    json.append("],\"data_offsets\":[0,").append(spec.bytes(batch)).append("]}}");
    return padded(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  static byte[] padded(byte[] bytes) {
    byte[] padded = Arrays.copyOf(bytes, (bytes.length + 7) & ~7);
    Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
    return padded;
  }
}

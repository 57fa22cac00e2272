package io.isthmus.network;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The size and the header of the tensors of a cut on the wire: a safetensors body. A cost model
 * counts these bytes, so that they are part of what is known without any input or output.
 */
public final class TensorBody {

  private TensorBody() {}

  /** Bytes of a whole body: length field, header and data. */
  public static long size(CutTensors tensors, int batch) {
    return Long.BYTES + header(tensors, batch).length + tensors.bytes(batch);
  }

  /**
   * The header of {@code batch} images, padded so that the data begins on a multiple of 8. The data
   * of the tensors follow one another in their order.
   */
  public static byte[] header(CutTensors tensors, int batch) {
    StringBuilder json = new StringBuilder(96 * tensors.size()); // a formatter would allocate KBs
    long begin = 0;
    char separator = '{';
    for (NamedTensor tensor : tensors.tensors()) {
      json.append(separator).append('"').append(tensor.name());
      json.append("\":{\"dtype\":\"").append(tensor.spec().dtype()).append("\",\"shape\":");
      shape(tensor.spec(), batch, json);
      long end = begin + tensor.spec().bytes(batch);
      offsets(begin, end, json);
      begin = end;
      separator = ',';
    }
    return padded(json.append('}'));
  }

  /** The shape of a batch as JSON. */
  static void shape(TensorSpec spec, int batch, StringBuilder json) {
    json.append('[').append(batch);
    for (int size : spec.shape()) {
      json.append(',').append(size);
    }
    json.append(']');
  }

  /** The last member of a tensor, and the end of it. */
  static void offsets(long begin, long end, StringBuilder json) {
    json.append(",\"data_offsets\":[").append(begin).append(',').append(end).append("]}");
  }

  static byte[] padded(StringBuilder json) {
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(bytes, (bytes.length + 7) & ~7);
    Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
    return padded;
  }
}

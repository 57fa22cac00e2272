package io.isthmus.network;

import io.isthmus.encoding.Encoding;
import java.util.List;

/**
 * The size and the header of encoded tensors on the wire: a safetensors body with a tensor of bytes
 * for each, its payload. Its metadata say how to decode them, and to what.
 *
 * @param tensors what the payloads are decoded to
 * @param encoding how the payloads are written
 * @param batch number of images
 */
public record EncodedTensorBody(CutTensors tensors, Encoding encoding, int batch) {

  /** The member of a header that holds what is no tensor. */
  public static final String METADATA = "__metadata__";

  /** The member of the metadata that names the encoding. */
  public static final String ENCODING = "encoding";

  /** What follows a tensor's name in the metadata before its type. */
  public static final String DTYPE = ".dtype";

  /** What follows a tensor's name in the metadata before its shape. */
  public static final String SHAPE = ".shape";

  /**
   * Bytes of a whole body: length field, header and payloads.
   *
   * @param payloads bytes of each
   */
  public long size(List<Integer> payloads) {
    long bytes = payloads.stream().mapToLong(Integer::longValue).sum();
    return Long.BYTES + header(payloads).length + bytes;
  }

  /**
   * The header for payloads of so many bytes each, padded so that they begin on a multiple of 8.
   */
  public byte[] header(List<Integer> payloads) {
    StringBuilder json = new StringBuilder(192 * tensors.size());
    json.append("{\"" + METADATA + "\":{\"" + ENCODING + "\":\"").append(encoding).append('"');
    for (NamedTensor tensor : tensors.tensors()) {
      TensorSpec spec = tensor.spec();
      json.append(",\"").append(tensor.name()).append(DTYPE + "\":\"").append(spec.dtype());
      json.append("\",\"").append(tensor.name()).append(SHAPE + "\":\"");
      TensorBody.shape(spec, batch, json);
      json.append('"');
    }
    json.append('}');
    long begin = 0;
    for (int i = 0; i < tensors.size(); i++) {
      long bytes = payloads.get(i);
      json.append(",\"").append(tensors.tensors().get(i).name());
      json.append("\":{\"dtype\":\"U8\",\"shape\":[").append(bytes).append(']');
      TensorBody.offsets(begin, begin + bytes, json);
      begin += bytes;
    }
    return TensorBody.padded(json.append('}'));
  }
}

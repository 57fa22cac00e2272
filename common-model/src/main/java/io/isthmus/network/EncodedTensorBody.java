package io.isthmus.network;

import io.isthmus.encoding.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The size and the header of an encoded tensor on the wire: a safetensors body with one tensor of
 * bytes, the payload. Its metadata say how to decode it, and to what.
 *
 * @param name the tensor's name
 * @param encoding how the payload is written
 * @param spec type and shape of one image's part once it is decoded
 * @param batch number of images
 */
public record EncodedTensorBody(String name, Encoding encoding, TensorSpec spec, int batch) {

  /** The member of a header that holds what is no tensor. */
  public static final String METADATA = "__metadata__";

  /** The member of the metadata that names the encoding. */
  public static final String ENCODING = "encoding";

  /** What follows a tensor's name in the metadata before its type. */
  public static final String DTYPE = ".dtype";

  /** What follows a tensor's name in the metadata before its shape. */
  public static final String SHAPE = ".shape";

  /** Bytes of a whole body: length field, header and payload. */
  public long size(long payload) {
    return Long.BYTES + header(payload).length + payload;
  }

  /** The header for so many bytes of payload, padded so that they begin on a multiple of 8. */
  public byte[] header(long payload) {
    List<Integer> sizes = spec.shape();
    String shape = sizes.stream().map(size -> "," + size).collect(Collectors.joining());
    String json =
        "{\""
            + METADATA
            + "\":{\""
            + ENCODING
            + "\":\""
            + encoding
            + "\",\""
            + name
            + DTYPE
            + "\":\""
            + spec.dtype()
            + "\",\""
            + name
            + SHAPE
            + "\":\"["
            + batch
            + shape
            + "]\"},\""
            + name
            + "\":{\"dtype\":\"U8\",\"shape\":["
            + payload
            + "],\"data_offsets\":[0,"
            + payload
            + "]}}";
    return TensorBody.padded(json.getBytes(StandardCharsets.UTF_8));
  }
}

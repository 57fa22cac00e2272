package io.isthmus.cli.service;

import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The body of a request to {@code /infer}.
 *
 * @param contentType its media type
 * @param body its bytes; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // posted, never compared
public record Payload(String contentType, byte[] body) {

  private static final String BOUNDARY = "isthmus-part";

  /** JPEG photographs, as a form would upload them. */
  public static Payload photographs(List<byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] file : files) {
      out.writeBytes(
          ("--"
                  + BOUNDARY
                  + "\r\n"
                  + "Content-Disposition: form-data; name=\"images\"; filename=\"photo.jpg\"\r\n"
                  + "Content-Type: image/jpeg\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(file);
      out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return new Payload("multipart/form-data; boundary=" + BOUNDARY, out.toByteArray());
  }

  /** Raw frames of the network's input size. */
  public static Payload frames(Tensor input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Safetensors.write(out, "input", input);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return new Payload(Safetensors.MEDIA_TYPE, out.toByteArray());
  }
}

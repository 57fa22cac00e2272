package io.isthmus.hostile;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Bodies of multipart/form-data. */
public final class Multipart {

  /** The boundary of every body that is made here. */
  public static final String BOUNDARY = "-o-0-o-";

  /** The content type that belongs to it. */
  public static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

  private Multipart() {}

  /** One file named {@code images} for each. */
  public static byte[] images(List<byte[]> files) {
    return parts(files.stream().map(file -> file("images", "photo.jpg", file)).toList());
  }

  /** A part that is a file. */
  public static byte[] file(String name, String filename, byte[] content) {
    return part(
        "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: image/jpeg"
            .formatted(name, filename),
        content);
  }

  /** A part with these headers. */
  public static byte[] part(String headers, byte[] content) {
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    part.writeBytes(Request.ascii("--" + BOUNDARY + "\r\n" + headers + "\r\n\r\n"));
    part.writeBytes(content);
    part.writeBytes(Request.ascii("\r\n"));
    return part.toByteArray();
  }

  /** A part of a form that is no file. */
  public static byte[] field(String name, String value) {
    return part(
        "Content-Disposition: form-data; name=\"%s\"".formatted(name), Request.ascii(value));
  }

  /** A whole body. */
  public static byte[] parts(List<byte[]> parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    parts.forEach(body::writeBytes);
    body.writeBytes(Request.ascii("--" + BOUNDARY + "--\r\n"));
    return body.toByteArray();
  }
}

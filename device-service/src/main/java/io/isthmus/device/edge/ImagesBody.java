package io.isthmus.device.edge;

import io.isthmus.image.EncodedImage;
import io.isthmus.service.http.body.Uploads;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Uploaded images as the edge takes them, as multipart/form-data: the very bytes of the files,
 * streamed from where they lie.
 */
public final class ImagesBody implements EdgeBody {

  private static final byte[] LINE_END = ascii("\r\n");
  private static final int CHUNK = 8 * 1024;

  private final List<EncodedImage> images;
  private final RevocableBuffer loan = new RevocableBuffer();

  /** Drawn anew for every body, so that no uploaded file can contain it. */
  private final String boundary = "isthmus-" + UUID.randomUUID();

  private final byte[] end = ascii("--" + boundary + "--\r\n");

  /** A body with one part for each image. */
  public ImagesBody(List<EncodedImage> images) {
    this.images = images;
  }

  private byte[] partHeader(EncodedImage image) {
    return ascii(
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\""
            + Uploads.PART
            + "\"; filename=\"i\"\r\nContent-Type: "
            + image.mediaType()
            + "\r\n\r\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  @Override
  public long length() {
    long length = end.length;
    for (EncodedImage image : images) {
      length += partHeader(image).length + image.length() + LINE_END.length;
    }
    return length;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (EncodedImage image : images) {
      out.write(partHeader(image));
      ByteBuffer file = image.bytes();
      for (int n = loan.copyNext(file, chunk); n > 0; n = loan.copyNext(file, chunk)) {
        out.write(chunk, 0, n);
      }
      out.write(LINE_END);
    }
    out.write(end);
  }

  @Override
  public void abandon() {
    loan.end();
  }
}

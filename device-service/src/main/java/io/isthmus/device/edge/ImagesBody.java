package io.isthmus.device.edge;

import io.isthmus.image.EncodedImage;
import io.isthmus.service.Uploads;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Uploaded images as the edge takes them: the very bytes of the files, as multipart/form-data. */
public final class ImagesBody implements EdgeBody {

  private static final byte[] LINE_END = ascii("\r\n");

  private final List<EncodedImage> images;

  /** Drawn anew for every body, so that no uploaded file can contain it. */
  private final String boundary = "isthmus-" + UUID.randomUUID();

  /** A body with one part for each image. */
  public ImagesBody(List<EncodedImage> images) {
    this.images = images;
  }

  private byte[] partHeader(EncodedImage image) {
    return ascii(
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"i\"\r\nContent-Type: %s\r\n\r\n"
            .formatted(boundary, Uploads.PART, image.mediaType()));
  }

  private byte[] end() {
    return ascii("--" + boundary + "--\r\n");
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
    long length = end().length;
    for (EncodedImage image : images) {
      length += partHeader(image).length + image.length() + LINE_END.length;
    }
    return length;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    for (EncodedImage image : images) {
      out.write(partHeader(image));
      ByteBuffer file = image.bytes();
      out.write(file.array(), file.arrayOffset() + file.position(), file.remaining());
      out.write(LINE_END);
    }
    out.write(end());
  }
}

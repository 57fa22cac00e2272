package io.isthmus.service;

import io.isthmus.engine.GrowingBytes;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads uploaded images: multipart bodies with one part named {@code images} for each. */
@Component
public class Uploads {

  /** The name of every part. */
  public static final String PART = "images";

  private static final int CHUNK = 8 * 1024;

  private final RequestBodies bodies;
  private final ImageReader reader;
  private final BatchLimit limit;
  private final Spans spans;

  Uploads(RequestBodies bodies, ImageReader reader, BatchLimit limit, Spans spans) {
    this.bodies = bodies;
    this.reader = reader;
    this.limit = limit;
    this.spans = spans;
  }

  /**
   * What was uploaded.
   *
   * @param images not decoded yet
   * @param receiveMs from the body's first to its last byte
   */
  public record Received(List<EncodedImage> images, double receiveMs) {}

  /**
   * Reads the files, straight into the request's memory, and their headers; no pixel is decoded
   * yet.
   *
   * @param memory outlives the images
   * @throws ImageException if one of them is no image that can be used
   */
  public Received read(HttpServletRequest request, RequestMemory memory)
      throws IOException, ImageException {
    try (Spans.Open receive = spans.open("receive");
        BoundedBody body = bodies.bounded(request)) {
      GrowingBytes files = memory.growing(bodies.mostBytes(request));
      read(new MultipartBody(request.getContentType(), body), files);
      if (files.pieceCount() == 0 || files.pieceCount() > limit.maxBatch()) {
        throw Problems.badRequest(
            "The body must have 1 to %d parts named '%s'.".formatted(limit.maxBatch(), PART));
      }
      return new Received(reader.inspectAll(files.pieces()), body.arrivalMs());
    }
  }

  private static void read(MultipartBody parts, GrowingBytes files) throws IOException {
    byte[] chunk = new byte[CHUNK];
    while (parts.next()) {
      if (!PART.equals(parts.name())) {
        throw Problems.badRequest("Every part must be named '%s'.".formatted(PART));
      }
      InputStream part = parts.content();
      for (int n = part.read(chunk); n >= 0; n = part.read(chunk)) {
        files.write(chunk, 0, n);
      }
      files.endPiece();
    }
  }
}

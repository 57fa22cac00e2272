package io.isthmus.service;

import io.isthmus.engine.GrowingBytes;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageReader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads uploaded images: multipart bodies with a part for each, or a body that is an image. */
@Component
public class Uploads {

  /** The name of every part that is sent from here. */
  public static final String PART = "images";

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
        ArrivingBody body = bodies.bounded(request)) {
      GrowingBytes files = memory.growing(bodies.mostBytes(request));
      ImageNames names = ImageParts.read(request.getContentType(), body, files);
      if (files.pieceCount() == 0 || files.pieceCount() > limit.maxBatch()) {
        throw Problems.badRequest(
            "The body must have 1 to %d images, each in a part named %s; it has %d."
                .formatted(limit.maxBatch(), ImageParts.NAMES, files.pieceCount()));
      }
      return new Received(reader.inspectAll(files.pieces(), names::of), body.arrivalMs());
    }
  }
}

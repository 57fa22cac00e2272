package io.isthmus.service.http.body;

import io.isthmus.engine.NativeByteBuffer;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageReader;
import io.isthmus.service.http.problem.Problems;
import io.isthmus.service.observability.Spans;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.springframework.stereotype.Component;

/** Reads uploaded files: multipart bodies with a part for each, or a body that is one. */
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
   * @param images those that can be used, not decoded yet
   * @param refused why the others cannot, by their index
   * @param receiveMs from the body's first to its last byte
   */
  public record Received(
      List<EncodedImage> images, SortedMap<Integer, ImageException> refused, double receiveMs) {}

  /**
   * Files as they came; nothing of them has been looked at.
   *
   * @param pieces each, in the request's memory
   * @param receiveMs from the body's first to its last byte
   */
  public record Files(List<ByteBuffer> pieces, UploadNames names, double receiveMs) {}

  private interface Inspection {
    ImageReader.Inspected of(List<ByteBuffer> files, IntFunction<String> names)
        throws ImageException;
  }

  /**
   * Reads the files, straight into the request's memory, and their headers; no pixel is decoded
   * yet.
   *
   * @param memory outlives the images
   * @throws ImageException if one of them is no image that can be used
   */
  public Received read(HttpServletRequest request, RequestMemory memory)
      throws IOException, ImageException {
    return read(
        request,
        memory,
        (files, names) ->
            new ImageReader.Inspected(reader.inspectAll(files, names), new TreeMap<>()));
  }

  /** Reads the files likewise, but an image that cannot be used does not refuse the others. */
  public Received readEach(HttpServletRequest request, RequestMemory memory)
      throws IOException, ImageException {
    return read(request, memory, reader::inspectEach);
  }

  private Received read(HttpServletRequest request, RequestMemory memory, Inspection inspection)
      throws IOException, ImageException {
    Files files = readFiles(UploadKind.IMAGE, request, memory);
    ImageReader.Inspected seen = inspection.of(files.pieces(), files.names()::of);
    return new Received(seen.images(), seen.refused(), files.receiveMs());
  }

  /**
   * Reads files, straight into the request's memory.
   *
   * @param memory outlives them
   */
  public Files readFiles(UploadKind kind, HttpServletRequest request, RequestMemory memory)
      throws IOException {
    try (Spans.Open receive = spans.open("receive");
        ArrivingBody body = bodies.bounded(request)) {
      NativeByteBuffer files = memory.growing(bodies.mostBytes(request));
      UploadNames names = UploadParts.read(kind, request.getContentType(), body, files);
      if (files.pieceCount() == 0 || files.pieceCount() > limit.maxBatch()) {
        throw Problems.badRequest(
            "The body must have 1 to %d %ss, each in a part named %s; it has %d."
                .formatted(limit.maxBatch(), kind.noun(), kind.names(), files.pieceCount()));
      }
      return new Files(files.pieces(), names, body.arrivalMs());
    }
  }
}

package io.isthmus.service;

import io.isthmus.engine.RequestMemory;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageReader;
import io.isthmus.image.Pixels;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/** Reads uploaded images: multipart bodies with one part named {@code images} for each. */
@Component
public class Uploads {

  /** The name of every part. */
  public static final String PART = "images";

  private final ImageReader reader;
  private final BatchLimit limit;
  private final Spans spans;

  Uploads(LimitProperties limits, BatchLimit limit, Spans spans) {
    this.reader = new ImageReader(limits.maxPixels());
    this.limit = limit;
    this.spans = spans;
  }

  /**
   * Reads the files and their headers; no pixel is decoded yet.
   *
   * @throws ImageException if one of them is no image that can be used
   */
  public List<EncodedImage> read(HttpServletRequest request)
      throws IOException, ServletException, ImageException {
    try (Spans.Open receive = spans.open("receive")) {
      return files(request);
    }
  }

  private List<EncodedImage> files(HttpServletRequest request)
      throws IOException, ServletException, ImageException {
    if (request instanceof MultipartHttpServletRequest multipart) {
      multipart
          .getMultiFileMap(); // read here, through Spring, which tells too large from malformed
    }
    Collection<Part> parts = request.getParts();
    if (parts.isEmpty() || parts.size() > limit.maxBatch()) {
      throw Problems.badRequest(
          "The body must have 1 to %d parts named '%s'.".formatted(limit.maxBatch(), PART));
    }
    List<EncodedImage> images = new ArrayList<>(parts.size());
    for (Part part : parts) {
      if (!PART.equals(part.getName())) {
        throw Problems.badRequest("Every part must be named '%s'.".formatted(PART));
      }
      try (InputStream in = part.getInputStream()) {
        images.add(reader.inspect(in.readAllBytes()));
      }
    }
    return images;
  }

  /** Decodes the pixels, into memory that the caller closes. */
  List<Pixels> decode(RequestMemory memory, List<EncodedImage> images) throws ImageException {
    List<Pixels> decoded = new ArrayList<>(images.size());
    for (EncodedImage image : images) {
      decoded.add(reader.decode(image, memory::bytes));
    }
    return decoded;
  }
}

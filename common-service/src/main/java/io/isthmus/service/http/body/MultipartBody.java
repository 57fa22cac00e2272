package io.isthmus.service.http.body;

import io.isthmus.service.http.problem.Problems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.ErrorResponseException;

/**
 * A multipart body part by part, as it arrives: nothing of it is kept. What is malformed is refused
 * with a 400, and headers or parts beyond all measure with a 413. Its lines may end with LF alone,
 * in all of the body.
 */
final class MultipartBody {

  /** As many as a batch can never have. */
  private static final int MAX_PARTS = 1000;

  /** RFC 2046, 5.1.1. */
  private static final int MAX_BOUNDARY = 70;

  /** A file name of 255 letters is 2.3 kB where each is percent-encoded, and may be there twice. */
  private static final int MAX_HEADERS = 8 * 1024;

  private final byte[] boundary;
  private final PartStream stream;
  private int count;
  private String lineEnd = "\n";
  private PartHeaders headers = PartHeaders.NONE;

  /**
   * A body of that type.
   *
   * @param contentType the request's header
   */
  MultipartBody(@Nullable String contentType, InputStream body) {
    boundary = boundary(contentType);
    stream = new PartStream(body, delimiter());
  }

  private static byte[] boundary(@Nullable String contentType) {
    String boundary = null;
    try {
      boundary = MediaType.parseMediaType(String.valueOf(contentType)).getParameter("boundary");
    } catch (InvalidMediaTypeException e) {
      // there is none
    }
    String bare = boundary == null ? "" : boundary.replaceAll("^\"|\"$", "");
    if (bare.isEmpty() || bare.length() > MAX_BOUNDARY) {
      throw Problems.badRequest(
          "The content type must name a boundary of 1 to %d characters.".formatted(MAX_BOUNDARY));
    }
    return ascii("--" + bare);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Goes to the next part, over what is left of the one before; false if there is none. */
  boolean next() throws IOException {
    stream.skipRest();
    if (!isFollowed()) {
      return false;
    }
    count++;
    if (count > MAX_PARTS) {
      throw Problems.tooLarge("The body has more than %d parts.".formatted(MAX_PARTS));
    }
    headers = PartHeaders.parse(readHeaders());
    stream.goOn(delimiter());
    return true;
  }

  private byte[] delimiter() {
    byte[] end = ascii(lineEnd);
    byte[] delimiter = Arrays.copyOf(end, end.length + boundary.length);
    System.arraycopy(boundary, 0, delimiter, end.length, boundary.length);
    return delimiter;
  }

  /** Reads the end of the boundary's line; false if it is the last boundary. */
  private boolean isFollowed() throws IOException {
    byte next = stream.next();
    if (next == '-') {
      if (stream.next() != '-') {
        throw malformed();
      }
      return false;
    }
    while (next == ' ' || next == '\t') {
      next = stream.next();
    }
    if (next == '\r') {
      lineEnd = count == 0 ? "\r\n" : lineEnd;
      next = stream.next();
    }
    if (next != '\n') {
      throw malformed();
    }
    return true;
  }

  /** The lines up to an empty one. */
  private String readHeaders() throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (int line = readLine(lines); line > 0; line = readLine(lines)) {
      lines.write('\n');
    }
    return lines.toString(StandardCharsets.UTF_8);
  }

  /** Appends a line without its end; returns its length. */
  private int readLine(ByteArrayOutputStream lines) throws IOException {
    int length = 0;
    for (byte b = stream.next(); b != '\n'; b = stream.next()) {
      if (b != '\r') {
        lines.write(b);
        length++;
      }
      if (lines.size() > MAX_HEADERS) {
        throw Problems.tooLarge(
            "The headers of a part are longer than %d bytes.".formatted(MAX_HEADERS));
      }
    }
    return length;
  }

  /** A 400 for a body that is no multipart body. */
  static ErrorResponseException malformed() {
    return Problems.badRequest("The multipart body is malformed or ends too early.");
  }

  /** What this part tells of itself. */
  PartHeaders headers() {
    return headers;
  }

  /** The bytes of this part. */
  InputStream content() {
    if (count == 0) {
      throw new IllegalStateException("there is no part yet");
    }
    return stream;
  }
}

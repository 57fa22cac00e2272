package io.isthmus.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.ErrorResponseException;

/**
 * A multipart body part by part, as it arrives: nothing of it is kept. What is malformed is refused
 * with a 400, and headers or parts beyond all measure with a 413.
 */
final class MultipartBody {

  /** As many as a batch can never have. */
  private static final int MAX_PARTS = 1000;

  /** RFC 2046, 5.1.1. */
  private static final int MAX_BOUNDARY = 70;

  private static final int MAX_HEADERS = 512;

  /**
   * Holds as much as the connector has at a time beside the beginning of a boundary; {@link
   * BoundedBody} looks at how much a read brings.
   */
  private static final int BUFFER = 8 * 1024 + 128;

  private final MultipartInput parts;
  private int count;
  private @Nullable InputStream content;
  private @Nullable String name;

  /**
   * A body of that type.
   *
   * @param contentType the request's header
   */
  MultipartBody(@Nullable String contentType, InputStream body) throws IOException {
    parts =
        MultipartInput.builder()
            .setInputStream(body)
            .setBoundary(boundary(contentType))
            .setBufferSize(BUFFER)
            .setMaxPartHeaderSize(MAX_HEADERS)
            .get();
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
    return bare.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Goes to the next part, over what is left of the one before; false if there is none. */
  boolean next() throws IOException {
    try {
      if (content != null) {
        content.close(); // skips what is left
      }
      if (!(count == 0 ? parts.skipPreamble() : parts.readBoundary())) {
        if (count == 0) {
          throw malformed();
        }
        return false;
      }
      count++;
      if (count > MAX_PARTS) {
        throw Problems.tooLarge("The body has more than %d parts.".formatted(MAX_PARTS));
      }
      name = nameIn(parts.readHeaders());
      content = parts.newInputStream();
      return true;
    } catch (FileUploadSizeException e) {
      throw Problems.tooLarge(
          "The headers of a part are longer than %d bytes.".formatted(MAX_HEADERS));
    } catch (MultipartInput.MalformedStreamException e) {
      throw malformed();
    }
  }

  private static ErrorResponseException malformed() {
    return Problems.badRequest("The multipart body is malformed or ends too early.");
  }

  private static @Nullable String nameIn(String headers) {
    String prefix = HttpHeaders.CONTENT_DISPOSITION + ":";
    return headers
        .lines()
        .filter(line -> line.regionMatches(true, 0, prefix, 0, prefix.length()))
        .findFirst()
        .map(line -> name(line.substring(prefix.length()).strip()))
        .orElse(null);
  }

  private static @Nullable String name(String disposition) {
    try {
      return ContentDisposition.parse(disposition).getName();
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  /** The name of this part's form field; null if it has none. */
  @Nullable String name() {
    return name;
  }

  /** The bytes of this part; a read throws if the body ends within them. */
  InputStream content() {
    if (content == null) {
      throw new IllegalStateException("there is no part yet");
    }
    return content;
  }
}

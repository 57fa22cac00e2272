package io.isthmus.service.http.body;

import io.isthmus.service.http.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** How a body is packed, as its header {@code Content-Encoding} tells. */
enum ContentCoding {
  /** Not at all. */
  IDENTITY,
  /** As RFC 1952 has it. */
  GZIP;

  private static final int BUFFER = 8 * 1024;

  /** Reads the header; anything but these two is a 415 that names them. */
  static ContentCoding of(HttpServletRequest request) {
    String header =
        String.join(",", Collections.list(request.getHeaders(HttpHeaders.CONTENT_ENCODING)));
    return switch (header.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> IDENTITY;
      case "gzip", "x-gzip" -> GZIP;
      default -> throw unknown();
    };
  }

  private static ErrorResponseException unknown() {
    ErrorResponseException problem =
        Problems.of(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be gzip or identity.");
    problem.getHeaders().set(HttpHeaders.ACCEPT_ENCODING, "gzip, identity");
    return problem;
  }

  /** The body as it was before it was packed. */
  InputStream unpacked(InputStream body) throws IOException {
    return this == GZIP ? new GZIPInputStream(body, BUFFER) : body;
  }
}

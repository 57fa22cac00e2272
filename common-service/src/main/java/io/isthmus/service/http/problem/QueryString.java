package io.isthmus.service.http.problem;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Queries as they come over the wire. */
final class QueryString {

  /** Tomcat's own limit, beyond which it throws. */
  static final int MOST_PARAMETERS = 1000;

  private QueryString() {}

  /** What is wrong with a query, in a sentence; null if nothing is. */
  static @Nullable String problem(@Nullable String query) {
    if (query == null) {
      return null;
    }
    if (query.chars().filter(c -> c == '&').count() >= MOST_PARAMETERS) {
      return "The query has more than %d parameters.".formatted(MOST_PARAMETERS);
    }
    return query.indexOf('%') < 0 ? null : escapes(query);
  }

  private static @Nullable String escapes(String query) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c == '%') {
        int code = hex(query, i + 1) * 16 + hex(query, i + 2);
        if (code < 0) {
          return "The query has a % that two hexadecimal digits do not follow; a % itself is %25.";
        }
        bytes.write(code);
        i += 2;
      } else {
        bytes.write(c);
      }
    }
    return isUtf8(bytes.toByteArray())
        ? null
        : "The query has percent-encoded bytes that are no UTF-8.";
  }

  /** The value of a hexadecimal digit; so negative that no other digit makes up for it if none. */
  private static int hex(String text, int at) {
    char c = at < text.length() ? text.charAt(at) : ' ';
    int digit = c < 128 ? Character.digit(c, 16) : -1;
    return digit < 0 ? -1000 : digit;
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}

package io.isthmus.service.http;

import io.isthmus.service.http.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request, as it was sent: a parameter that is there but empty is not one that is
 * absent, and one that is there twice is a 400.
 *
 * @param request whose query it is
 */
public record Query(HttpServletRequest request) {

  /** The value of a parameter; null if it is absent. */
  public @Nullable String value(String name) {
    String[] values = request.getParameterValues(name);
    if (values == null) {
      return null;
    }
    if (values.length > 1) {
      throw Problems.badRequest(
          "The query has %s %d times; give it once.".formatted(name, values.length));
    }
    return values[0];
  }

  /** The value of a parameter, or another text if it is absent. */
  public String value(String name, String otherwise) {
    String value = value(name);
    return value == null ? otherwise : value;
  }
}

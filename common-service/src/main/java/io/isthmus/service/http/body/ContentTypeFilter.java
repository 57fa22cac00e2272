package io.isthmus.service.http.body;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Leaves of a request's content type what is looked at: the type, and the boundary of a multipart
 * body, in quotes. Spring takes a type for none at all where another parameter is not to its liking
 * (a charset that the JDK does not know) or a boundary has characters that want quotes, as many
 * clients write it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ContentTypeFilter extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String type = request.getContentType();
    boolean plain = type == null || type.indexOf(';') < 0;
    chain.doFilter(plain ? request : new Plain(request, bare(type)), response);
  }

  /** The type with no other parameter than a boundary. */
  static String bare(String type) {
    String bare = type.substring(0, type.indexOf(';')).strip();
    if (bare.isEmpty()) {
      return type;
    }
    String boundary = HeaderParameters.of(type).get("boundary");
    boolean multipart = bare.toLowerCase(Locale.ROOT).startsWith("multipart/");
    return multipart && boundary != null ? bare + "; boundary=\"" + boundary + '"' : bare;
  }

  private static final class Plain extends HttpServletRequestWrapper {

    private final String type;

    Plain(HttpServletRequest request, String type) {
      super(request);
      this.type = type;
    }

    @Override
    public String getContentType() {
      return type;
    }

    @Override
    public @Nullable String getHeader(String name) {
      return name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE) ? type : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)
          ? Collections.enumeration(Collections.singleton(type))
          : super.getHeaders(name);
    }
  }
}

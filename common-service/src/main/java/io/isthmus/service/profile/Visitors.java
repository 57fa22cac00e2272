package io.isthmus.service.profile;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/**
 * Counts the requests that bring a body: what they cost the machine, from the first byte on, would
 * be in a measurement. Others are answered from memory.
 */
@Component
class Visitors implements Filter {

  /** PUT as well: it is what {@code curl -T} sends. */
  private static final Set<String> BODIES = Set.of("POST", "PUT");

  private int inside;
  private long begun;
  private long leftNanos = System.nanoTime();

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean counts = BODIES.contains(((HttpServletRequest) request).getMethod());
    if (counts) {
      comes();
    }
    try {
      chain.doFilter(request, response);
    } finally {
      if (counts) {
        leaves();
      }
    }
  }

  synchronized void comes() {
    inside++;
    begun++;
  }

  synchronized void leaves() {
    inside--;
    leftNanos = System.nanoTime();
  }

  /** For how long nobody has been inside; less than 0 while somebody is. */
  synchronized long calmNanos() {
    return inside > 0 ? -1 : System.nanoTime() - leftNanos;
  }

  /** Tells from now on whether somebody is inside, or has come since. */
  synchronized BooleanSupplier watch() {
    long before = begun;
    return () -> disturbedSince(before);
  }

  private synchronized boolean disturbedSince(long before) {
    return inside > 0 || begun != before;
  }
}

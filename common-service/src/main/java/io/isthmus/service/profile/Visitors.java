package io.isthmus.service.profile;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/**
 * Counts the requests that bring a body: what they cost the machine, from the first byte on, would
 * be in a measurement. Others are answered from memory.
 */
@Component
class Visitors implements Filter {

  private int inside;
  private long begun;
  private long leftNanos = System.nanoTime();

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean counts = ((HttpServletRequest) request).getMethod().equals("POST");
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

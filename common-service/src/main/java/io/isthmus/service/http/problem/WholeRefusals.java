package io.isthmus.service.http.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refusals go out whole, with their length. Spring flushes what it has written; where the
 * connection is closed afterwards, since a body stays unread, the answer's end would be that of the
 * connection, and who waits for it waits until then.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class WholeRefusals extends OncePerRequestFilter {

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(request, new Whole(response));
  }

  /** Nothing of a refusal is flushed: the container's buffer holds it all, and knows its length. */
  private static final class Whole extends HttpServletResponseWrapper {

    Whole(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void flushBuffer() throws IOException {
      if (getStatus() < HttpServletResponse.SC_BAD_REQUEST) {
        super.flushBuffer();
      }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      return new Unflushed(super.getOutputStream(), this);
    }
  }

  private static final class Unflushed extends ServletOutputStream {

    private final ServletOutputStream out;
    private final HttpServletResponse response;

    Unflushed(ServletOutputStream out, HttpServletResponse response) {
      this.out = out;
      this.response = response;
    }

    @Override
    public void flush() throws IOException {
      if (response.getStatus() < HttpServletResponse.SC_BAD_REQUEST) {
        out.flush();
      }
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }

    @Override
    public boolean isReady() {
      return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      out.setWriteListener(listener);
    }
  }
}

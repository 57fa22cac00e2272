package io.isthmus.service.connection;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Every request goes through here. Some threads are kept for questions after the service's health,
 * so that it can be asked however busy the others are; and a body that nobody has read is not
 * waited for by a thread: the connection lingers and is closed.
 */
final class Gate extends ValveBase {

  /** At most so many threads are kept for health, and at most a quarter of all. */
  private static final int KEPT = 4;

  /** Of a body that nobody wants this much is read if it is there, to go on with the connection. */
  private static final int REST = 64 * 1024;

  private static final byte[] BUSY =
      "{\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\"All threads are busy; try again later.\"}"
          .getBytes(StandardCharsets.US_ASCII);

  private final String health;
  private final AtomicInteger inside = new AtomicInteger();

  /**
   * A gate.
   *
   * @param health the path of what is let through always, with what is below it
   */
  Gate(String health) {
    super(true);
    this.health = health;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (asksForHealth(request)) {
      pass(request, response);
      return;
    }
    try {
      if (inside.incrementAndGet() > mayBeInside(request)) {
        refuse(response);
        finish(request, response);
      } else {
        pass(request, response);
      }
    } finally {
      inside.decrementAndGet();
    }
  }

  private boolean asksForHealth(Request request) {
    String path = request.getRequestURI();
    return path != null && (path.equals(health) || path.startsWith(health + "/"));
  }

  private static int mayBeInside(Request request) {
    return request.getConnector().getProtocolHandler() instanceof BoundedProtocol bounded
        ? bounded.threads() - Math.max(1, Math.min(KEPT, bounded.threads() / 4))
        : Integer.MAX_VALUE;
  }

  private void pass(Request request, Response response) throws IOException, ServletException {
    getNext().invoke(request, response);
    if (!request.isAsync()) {
      finish(request, response);
    }
  }

  private static void refuse(Response response) throws IOException {
    response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
    response.setHeader(HttpHeaders.RETRY_AFTER, "1");
    response.setHeader(HttpHeaders.CONNECTION, "close");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setContentLength(BUSY.length);
    response.getOutputStream().write(BUSY);
  }

  /** What writes the end of the answer counts as being inside, too. */
  private static void finish(Request request, Response response) throws IOException {
    response.finishResponse();
    if (!isRead(request)) {
      CurrentConnection.get().ifPresent(CurrentConnection::linger);
      request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
  }

  /** Whether the body is at its end, or can be brought there without waiting. */
  private static boolean isRead(Request request) {
    if (request.getCoyoteRequest().isFinished()) {
      return true;
    }
    try {
      InputStream body = request.getInputStream();
      byte[] rest = new byte[8 * 1024];
      for (int read = 0; read < REST && body.available() > 0; ) {
        read += Math.max(0, body.read(rest, 0, Math.min(rest.length, body.available())));
      }
    } catch (IOException | IllegalStateException e) {
      return false;
    }
    return request.getCoyoteRequest().isFinished();
  }
}

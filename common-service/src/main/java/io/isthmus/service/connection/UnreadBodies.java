package io.isthmus.service.connection;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * A body that nobody has read is not waited for by a thread: its connection lingers, and is closed.
 */
final class UnreadBodies extends ValveBase {

  /** This much of it is read if it is there already, to go on with the connection. */
  private static final int REST = 64 * 1024;

  /** For requests of every kind. */
  UnreadBodies() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    getNext().invoke(request, response);
    if (!request.isAsync()) {
      response.finishResponse();
      if (!isRead(request)) {
        CurrentConnection.get().ifPresent(CurrentConnection::linger);
        request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
      }
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

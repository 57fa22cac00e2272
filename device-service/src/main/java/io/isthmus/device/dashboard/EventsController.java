package io.isthmus.device.dashboard;

import io.isthmus.service.connection.CurrentConnection;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /events}: server-sent events. {@code state} once a second, which is the heartbeat too;
 * {@code decisions} when some have been carried out, newest first; the latest ones at the start.
 */
@RestController
class EventsController {

  /** Bytes that may wait in the system for a browser: some seconds of events. */
  private static final int SEND_BUFFER = 32 * 1024;

  private final Broadcaster broadcaster;

  EventsController(Broadcaster broadcaster) {
    this.broadcaster = broadcaster;
  }

  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void events(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (HttpMethod.HEAD.matches(request.getMethod())) {
      describe(response);
      return;
    }
    broadcaster.takePlace();
    try {
      describe(response);
      CurrentConnection.limitSendBuffer(SEND_BUFFER); // who does not read is noticed soon
      Optional<CurrentConnection> connection = CurrentConnection.get();
      Runnable cut = () -> connection.ifPresent(CurrentConnection::endOutput);
      broadcaster.tell(response.getOutputStream(), cut);
    } finally {
      broadcaster.leavePlace();
    }
  }

  private static void describe(HttpServletResponse response) {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding("UTF-8");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // a proxy between must pass events on at once
  }
}

package io.isthmus.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One that listens to {@code /events}, as a browser does. */
final class EventClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = new JsonMapper();

  private final Socket socket;
  private final BufferedReader in;
  final String status;
  final List<String> headers = new ArrayList<>();

  /** An event as it came. */
  record Event(String kind, JsonNode data) {}

  /** Asks for the stream, and reads the answer's header. */
  EventClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    socket.setSoTimeout((int) PATIENCE.toMillis());
    String get = "GET /events HTTP/1.0\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
    socket.getOutputStream().write(get.getBytes(UTF_8));
    status = Objects.requireNonNullElse(in.readLine(), ""); // a refusal may end with a reset
    String line = in.readLine();
    while (line != null && !line.isEmpty()) {
      headers.add(line);
      line = in.readLine();
    }
  }

  /** Whether it has been let in. */
  boolean listens() {
    return status.contains(" 200");
  }

  /** Whether it has been told to come later. */
  boolean isRefused() {
    return status.contains(" 503");
  }

  /** The next event; in HTTP/1.0, where no chunk begins in the middle of one. */
  Event next() throws IOException {
    String kind = "";
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("event: ")) {
        kind = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        return new Event(kind, JSON.readTree(line.substring("data: ".length())));
      }
    }
    throw new IOException("the stream has ended");
  }

  JsonNode next(String kind) throws IOException {
    Event event = next();
    while (!event.kind().equals(kind)) {
      event = next();
    }
    return event.data();
  }

  /** Goes with a reset, so that the next write to it fails. */
  void breakOff() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

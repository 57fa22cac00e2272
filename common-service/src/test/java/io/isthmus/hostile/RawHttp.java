package io.isthmus.hostile;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** HTTP/1.1 by hand over a socket, for what a client library would refuse to send. */
public final class RawHttp {

  private static final int TIMEOUT_MS = 15_000;

  private RawHttp() {}

  /** Sends a request; empty if the service closes the connection without an answer. */
  public static Optional<Reply> send(int port, Request request) throws IOException {
    try (Socket socket = connect(port)) {
      return send(socket, request);
    }
  }

  /** Sends a request over a connection, such as one with TLS. */
  public static Optional<Reply> send(Socket socket, Request request) throws IOException {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(request.head());
      out.write(request.body());
      if (request.closes()) {
        socket.shutdownOutput();
      }
    } catch (IOException e) {
      // refused before all was sent: the answer must be there all the same
    }
    return read(socket);
  }

  /** Sends bytes that need not be HTTP. */
  public static Optional<Reply> send(int port, byte[] bytes) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      return read(socket);
    }
  }

  /** A connection whose reads do not block for ever. */
  public static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MS);
    return socket;
  }

  /** Reads an answer; empty at the end of the stream. */
  public static Optional<Reply> read(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    String status = line(in);
    while (status.startsWith("HTTP/1.1 1")) { // 100 Continue
      headers(in);
      status = line(in);
    }
    if (status.isEmpty()) {
      return Optional.empty();
    }
    int code = Integer.parseInt(status.split(" ", 3)[1]);
    Map<String, String> headers = headers(in);
    return Optional.of(new Reply(code, headers, body(in, headers)));
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    String length = headers.get("content-length");
    if (length != null) {
      return in.readNBytes(Integer.parseInt(length));
    }
    if (!headers.containsKey("transfer-encoding")) {
      return in.readAllBytes();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int n = chunkSize(in); n > 0; n = chunkSize(in)) {
      body.write(in.readNBytes(n));
      line(in);
    }
    return body.toByteArray();
  }

  private static int chunkSize(InputStream in) throws IOException {
    String size = line(in);
    if (size.isEmpty()) {
      throw new EOFException("the answer ends within its chunks");
    }
    return Integer.parseInt(size, 16);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}

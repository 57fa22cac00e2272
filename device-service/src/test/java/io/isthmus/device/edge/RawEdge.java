package io.isthmus.device.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An edge that answers byte by byte as a test tells it to, rules of HTTP or not. */
final class RawEdge implements AutoCloseable {

  /** Answers a request whose body has been read; may go on until its peer hangs up. */
  interface Script {
    void answer(String path, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Script script = (path, out) -> {};

  RawEdge() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::acceptAll);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  void answers(Script next) {
    script = next;
  }

  /** A whole answer. */
  static byte[] whole(String status, String headers, byte[] body) {
    String head =
        "HTTP/1.1 %s\r\nContent-Length: %d\r\n%s\r\n".formatted(status, body.length, headers);
    byte[] all = new byte[head.length() + body.length];
    System.arraycopy(head.getBytes(ISO_8859_1), 0, all, 0, head.length());
    System.arraycopy(body, 0, all, head.length(), body.length);
    return all;
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket socket = server.accept();
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      for (String path = next(socket); !path.isEmpty(); path = next(socket)) {
        script.answer(path, socket.getOutputStream());
        socket.getOutputStream().flush();
      }
    } catch (IOException e) {
      // the device has hung up
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads a request to its end; returns its path, empty where the connection ends. */
  private static String next(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      head.append((char) b);
    }
    Matcher length = Pattern.compile("(?i)content-length: ([0-9]+)").matcher(head);
    if (length.find() && !head.toString().contains("100-continue")) {
      in.skipNBytes(Long.parseLong(length.group(1)));
    }
    return head.toString().split(" ", 3)[1];
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}

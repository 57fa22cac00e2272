package io.isthmus.lab.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Connections that are begun and go on for ever, a byte now and then or in silence, until others
 * take their place. Belongs to one thread.
 */
final class Loiterers implements AutoCloseable {

  /** More than there are places to compute, and they stay about as long as a service lets them. */
  private static final int MOST = 40;

  /**
   * One of them.
   *
   * @param sends whether it sends a byte now and then
   */
  private record Loiterer(Socket socket, boolean sends) {}

  private final Deque<Loiterer> open = new ArrayDeque<>();

  /** Begins another one, and lets the others send. */
  void add(int port, byte[] bytes, boolean sends) throws IOException {
    open.removeIf(loiterer -> loiterer.sends() && !send(loiterer.socket(), new byte[] {'x'}));
    if (open.size() >= MOST) {
      open.remove().socket().close();
    }
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    open.add(new Loiterer(socket, sends));
    socket.getOutputStream().write(bytes);
  }

  /** Whether the connection is still there; it is closed otherwise. */
  private static boolean send(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException e) {
      closeQuietly(socket);
      return false;
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it has gone
    }
  }

  @Override
  public void close() {
    open.forEach(loiterer -> closeQuietly(loiterer.socket()));
    open.clear();
  }
}

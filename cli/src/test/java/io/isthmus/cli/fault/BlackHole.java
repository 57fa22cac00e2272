package io.isthmus.cli.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port at which nothing ever happens: its queue of connections is full and nobody takes one, so
 * that the kernel drops every SYN that comes.
 */
final class BlackHole implements AutoCloseable {

  private static final int MOST = 16;
  private static final int DROPPED_MS = 300;

  private final ServerSocket server = new ServerSocket();
  private final List<Socket> queue = new ArrayList<>();

  BlackHole(int port) throws IOException {
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    server.setReuseAddress(true);
    server.bind(here, 1);
    while (entered(here)) {
      if (queue.size() > MOST) {
        throw new IOException("this system does not drop a SYN where the queue is full");
      }
    }
  }

  private boolean entered(InetSocketAddress here) throws IOException {
    Socket socket = new Socket();
    queue.add(socket);
    try {
      socket.connect(here, DROPPED_MS);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : queue) {
      socket.close();
    }
    server.close();
  }
}

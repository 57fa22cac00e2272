package io.isthmus.cli.link;

import io.isthmus.units.DataRate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP relay on the loopback interface that behaves like a link of limited speed. All connections
 * together get the rate, each way. The end of a stream is passed on by itself, so that a
 * half-closed connection still carries its answer; a broken connection is broken on both sides.
 */
public final class Relay implements AutoCloseable {

  /** The highest rate, in bytes per second. */
  public static final double FASTEST = 1e9;

  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final int CONNECT_TIMEOUT_MS = 2000;

  private final InetSocketAddress target;
  private final ServerSocket server;
  private final Throttle up;
  private final Throttle down;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(Relay::daemon);

  /**
   * Listens on a free port and passes every connection on to {@code target}.
   *
   * @param rate of each direction; at most {@link #FASTEST}
   * @throws IOException if there is no free port
   */
  public Relay(InetSocketAddress target, DataRate rate) throws IOException {
    this(0, target, rate);
  }

  /**
   * Listens on a port, such as that of a relay that was closed; see the other constructor.
   *
   * @throws IOException if the port is taken
   */
  public Relay(int port, InetSocketAddress target, DataRate rate) throws IOException {
    this.target = target;
    this.up = new Throttle(rate);
    this.down = new Throttle(rate);
    this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::acceptAll);
  }

  /** The port to connect to. */
  public int port() {
    return server.getLocalPort();
  }

  /** Changes the rate of both directions, also for connections that are open. */
  public void setRate(DataRate rate) {
    up.setRate(rate);
    down.setRate(rate);
  }

  private void acceptAll() {
    while (!server.isClosed()) {
      try {
        serve(server.accept());
      } catch (IOException e) {
        LOG.debug("nothing accepted", e); // closed, or the caller went away again
      }
    }
  }

  private void serve(Socket near) {
    try {
      threads.execute(() -> connect(near));
    } catch (RejectedExecutionException e) { // accepted while the relay was being closed
      drop(near);
    }
  }

  private void connect(Socket near) {
    Socket far = new Socket();
    open.add(near);
    open.add(far);
    try {
      if (server.isClosed()) { // close() may have missed these two
        throw new IOException("the relay is closed");
      }
      far.connect(target, CONNECT_TIMEOUT_MS);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      threads.execute(() -> pump(far, near, down));
      pump(near, far, up);
    } catch (IOException e) {
      LOG.debug("no connection to {}", target, e);
      drop(near, far);
    }
  }

  private void pump(Socket from, Socket to, Throttle throttle) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[Throttle.MAX_CHUNK];
      int n;
      while ((n = in.read(buffer, 0, throttle.chunk())) > 0) {
        throttle.take(n);
        out.write(buffer, 0, n);
      }
      to.shutdownOutput();
      if (from.isOutputShutdown()) { // the other direction has ended before
        drop(from, to);
      }
    } catch (IOException | InterruptedException e) {
      LOG.debug("a connection broke", e);
      drop(from, to);
    }
  }

  private void drop(Socket... sockets) {
    for (Socket socket : sockets) {
      open.remove(socket);
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debug("not closed cleanly", e);
      }
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "relay");
    thread.setDaemon(true);
    return thread;
  }

  /** Stops listening and breaks every connection. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.debug("not closed cleanly", e);
    }
    threads.shutdownNow();
    drop(open.toArray(new Socket[0]));
  }
}

package io.isthmus.service.connection;

import java.nio.channels.SocketChannel;
import java.util.function.BiConsumer;
import org.apache.coyote.Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** Tomcat's handler of what happens on a connection; notes what each of them waits for. */
final class WatchedHandler implements Handler<NioChannel> {

  private final Handler<NioChannel> handler;
  private final Connections connections;
  private final BiConsumer<SocketWrapperBase<NioChannel>, SocketChannel> linger;

  /**
   * A watch over a handler.
   *
   * @param linger is given what is to be closed only when its peer has stopped sending
   */
  WatchedHandler(
      Handler<NioChannel> handler,
      Connections connections,
      BiConsumer<SocketWrapperBase<NioChannel>, SocketChannel> linger) {
    this.handler = handler;
    this.connections = connections;
    this.linger = linger;
  }

  /** Tomcat holds the connection's lock meanwhile. */
  @Override
  public SocketState process(SocketWrapperBase<NioChannel> socket, SocketEvent event) {
    Long since = connections.served(socket);
    CurrentConnection current = CurrentConnection.enter(socket);
    WritePace pace = socket.getSocket() instanceof PacedWrites paced ? paced.pace() : null;
    try {
      if (pace != null) {
        pace.begin();
        // Not when it is opened: it may be served before that is done.
        socket.setWriteTimeout(pace.longestWait().toMillis());
      }
      SocketState state = handler.process(socket, event);
      return after(socket, state, since, current);
    } finally {
      if (pace != null) {
        pace.end();
      }
      CurrentConnection.leave();
    }
  }

  private SocketState after(
      SocketWrapperBase<NioChannel> socket,
      SocketState state,
      @Nullable Long since,
      CurrentConnection current) {
    if (state == SocketState.CLOSED && current.lingers() && !socket.isClosed()) {
      linger.accept(socket, current.channel());
      return SocketState.SUSPENDED; // it is closed later, by others
    }
    if (state == SocketState.OPEN) {
      connections.idle(socket);
    } else if (state == SocketState.LONG && !isAsync(socket)) {
      connections.headerIncomplete(socket, since);
    }
    return state;
  }

  private static boolean isAsync(SocketWrapperBase<NioChannel> socket) {
    return socket.getCurrentProcessor() instanceof Processor processor && processor.isAsync();
  }

  @Override
  public Object getGlobal() {
    return handler.getGlobal();
  }

  @Override
  public void release(SocketWrapperBase<NioChannel> socket) {
    connections.closed(socket);
    handler.release(socket);
  }

  @Override
  public void pause() {
    handler.pause();
  }

  @Override
  public void recycle() {
    handler.recycle();
  }
}

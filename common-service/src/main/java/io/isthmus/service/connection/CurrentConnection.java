package io.isthmus.service.connection;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection of the request that the calling thread serves. */
public final class CurrentConnection {

  private static final Logger log = LoggerFactory.getLogger(CurrentConnection.class);
  private static final ThreadLocal<@Nullable CurrentConnection> current = new ThreadLocal<>();

  private final SocketWrapperBase<NioChannel> wrapper;
  private final SocketChannel channel;
  private boolean lingering;

  private CurrentConnection(SocketWrapperBase<NioChannel> wrapper) {
    this.wrapper = wrapper;
    this.channel = wrapper.getSocket().getIOChannel();
  }

  static CurrentConnection enter(SocketWrapperBase<NioChannel> wrapper) {
    CurrentConnection entered = new CurrentConnection(wrapper);
    current.set(entered);
    return entered;
  }

  static void leave() {
    current.remove();
  }

  /** Empty on a thread that serves no request. */
  public static Optional<CurrentConnection> get() {
    return Optional.ofNullable(current.get());
  }

  /** How long one read of this request may wait. */
  public void readTimeout(Duration timeout) {
    wrapper.setReadTimeout(Math.max(1, timeout.toMillis()));
  }

  /**
   * What waits in the system for the peer of the calling thread's request, if it does not read, is
   * about so many bytes at most. Does nothing on a thread that serves none.
   */
  public static void limitSendBuffer(int bytes) throws IOException {
    CurrentConnection served = current.get();
    if (served != null) {
      served.channel.setOption(StandardSocketOptions.SO_SNDBUF, bytes);
    }
  }

  /** Nothing more is read; a thread that waits for it goes on, at the end of its input. */
  public void endInput() {
    try {
      channel.shutdownInput();
    } catch (IOException e) {
      log.debug("A connection had ended already", e);
    }
  }

  /**
   * Nothing more is written; a thread whose write waits for the peer goes on, with an IOException.
   */
  public void endOutput() {
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      log.debug("A connection had ended already", e);
    }
  }

  /** It is closed after this request, when its peer has had the time to take the answer. */
  void linger() {
    lingering = true;
  }

  boolean lingers() {
    return lingering;
  }

  SocketChannel channel() {
    return channel;
  }
}

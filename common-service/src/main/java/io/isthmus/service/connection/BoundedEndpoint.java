package io.isthmus.service.connection;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tomcat's endpoint with a keeper: a thread that closes what takes too long, throws away what
 * nobody wants, and notices when connections are not accepted any more.
 */
class BoundedEndpoint extends NioEndpoint {

  private static final long LOOK_EVERY_MS = 250;
  private static final Logger log = LoggerFactory.getLogger(BoundedEndpoint.class);

  private final Connections watched = new Connections();
  private final BlockedWriters writers = new BlockedWriters(this::getMaxThreads);
  private @Nullable ConnectionProperties times;
  private @Nullable Lingering lingering;
  private @Nullable Runnable onDeath;
  private List<Thread> needed = List.of();

  /** See {@link BoundedProtocol#bound}. */
  void bound(ConnectionProperties howLong, Lingering unwanted, Runnable whenDead) {
    times = howLong;
    lingering = unwanted;
    onDeath = whenDead;
  }

  @Override
  public void setHandler(Handler<NioChannel> handler) {
    super.setHandler(new WatchedHandler(handler, watched, this::linger));
  }

  @Override
  protected NioChannel createChannel(SocketBufferHandler buffer) {
    ConnectionProperties howLong = times;
    if (howLong == null) {
      return super.createChannel(buffer);
    }
    return isSSLEnabled()
        ? new PacedSecureChannel(buffer, this, new WritePace(howLong, writers))
        : new PacedChannel(buffer, new WritePace(howLong, writers));
  }

  @Override
  protected boolean setSocketOptions(SocketChannel socket) {
    boolean taken = super.setSocketOptions(socket);
    SocketWrapperBase<NioChannel> opened = connections.get(socket);
    if (taken && opened != null) {
      watched.opened(opened);
    }
    if (taken && getMaxConnections() > 0 && getConnectionCount() >= getMaxConnections()) {
      watched.makeRoom(getMaxConnections());
    }
    return taken;
  }

  private void linger(SocketWrapperBase<NioChannel> connection, SocketChannel channel) {
    watched.idle(connection);
    Lingering unwanted = lingering;
    if (unwanted == null) {
      watched.end(connection);
      return;
    }
    unwanted.add(channel, () -> watched.end(connection));
  }

  @Override
  public void startInternal() throws Exception {
    super.startInternal();
    ConnectionProperties howLong = times;
    Lingering unwanted = lingering;
    if (howLong == null || unwanted == null) {
      return;
    }
    unwanted.open();
    needed = Threads.named(getName() + "-Acceptor", getName() + "-Poller");
    Thread keeper = new Thread(() -> keep(howLong, unwanted), getName() + "-Keeper");
    keeper.setDaemon(true);
    keeper.start();
  }

  private void keep(ConnectionProperties howLong, Lingering unwanted) {
    boolean alive = true;
    while (isRunning()) {
      try {
        unwanted.run(LOOK_EVERY_MS);
        getConnections().forEach(watched::opened); // those that were busy when they were opened
        watched.expire(howLong.headerTime());
        if (alive && isRunning() && !isPaused() && !needed.stream().allMatch(Thread::isAlive)) {
          alive = false;
          died();
        }
      } catch (IOException
          | RuntimeException
          | Error e) { // without a keeper nothing is bounded in time
        log.warn("Connections could not be looked after; trying again", e);
      }
    }
  }

  private void died() {
    log.error("{} accepts no connections any more", getName());
    Runnable told = onDeath;
    if (told != null) {
      told.run();
    }
  }

  @Override
  public void stopInternal() {
    super.stopInternal();
    try {
      if (lingering != null) {
        lingering.close();
      }
    } catch (IOException e) {
      log.debug("Nobody lingers any more", e);
    }
  }
}

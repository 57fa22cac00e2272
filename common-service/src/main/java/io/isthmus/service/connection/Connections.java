package io.isthmus.service.connection;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The connections that nothing is computed for: they are being opened, wait for the rest of a
 * header, for the next request, or for their end. Where there is no room for another one the oldest
 * of them is closed.
 */
final class Connections {

  /** When there is no room, one in so many goes, so that not each newcomer looks at all. */
  private static final int AT_ONCE = 32;

  /**
   * Why it waits.
   *
   * @param nanos since when
   * @param header whether for the header of a request that has begun, or for its handshake
   */
  private record Wait(long nanos, boolean header) {}

  private final Map<SocketWrapperBase<NioChannel>, Wait> waiting = new ConcurrentHashMap<>();

  /** A connection has been opened. Nothing is done where that is known, or a thread serves it. */
  void opened(SocketWrapperBase<NioChannel> connection) {
    Lock lock = connection.getLock();
    if (waiting.containsKey(connection) || !lock.tryLock()) {
      return;
    }
    try {
      if (connection.getCurrentProcessor() == null && !connection.isClosed()) {
        waiting.putIfAbsent(connection, new Wait(System.nanoTime(), true));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Something has arrived; says since when its header has been waited for, null if not at all. */
  @Nullable Long served(SocketWrapperBase<NioChannel> connection) {
    Wait wait = waiting.remove(connection);
    return wait != null && wait.header() ? wait.nanos() : null;
  }

  /** What arrived is no whole header yet. */
  void headerIncomplete(SocketWrapperBase<NioChannel> connection, @Nullable Long since) {
    waiting.put(connection, new Wait(since == null ? System.nanoTime() : since, true));
  }

  /** Its request has been answered, and another one may come, or its end. */
  void idle(SocketWrapperBase<NioChannel> connection) {
    waiting.put(connection, new Wait(System.nanoTime(), false));
  }

  /** It has been closed. */
  void closed(SocketWrapperBase<NioChannel> connection) {
    waiting.remove(connection);
  }

  /** Closes those whose header is not there after that time. */
  void expire(Duration headerTime) {
    long now = System.nanoTime();
    waiting.forEach(
        (connection, wait) -> {
          if (connection.isClosed()) {
            waiting.remove(connection);
          } else if (wait.header() && now - wait.nanos() > headerTime.toNanos()) {
            close(connection);
          }
        });
  }

  /**
   * Closes some of those that have waited longest.
   *
   * @param most how many connections there may be
   */
  void makeRoom(int most) {
    List<Map.Entry<SocketWrapperBase<NioChannel>, Wait>> oldest =
        waiting.entrySet().stream()
            .sorted(Comparator.comparingLong(entry -> entry.getValue().nanos()))
            .toList();
    int closed = 0;
    for (int i = 0; i < oldest.size() - 1 && closed < Math.max(1, most / AT_ONCE); i++) {
      if (close(oldest.get(i).getKey())) {
        closed++;
      }
    }
  }

  /** Closes it, unless a thread has just turned to it. */
  private boolean close(SocketWrapperBase<NioChannel> connection) {
    Lock lock = connection.getLock();
    if (!lock.tryLock()) {
      return false;
    }
    try {
      boolean stillWaits = waiting.remove(connection) != null;
      if (stillWaits) {
        connection.close();
      }
      return stillWaits;
    } finally {
      lock.unlock();
    }
  }

  /** Closes one that has had its last answer: a thread that still holds it is about to leave it. */
  void end(SocketWrapperBase<NioChannel> connection) {
    Lock lock = connection.getLock();
    lock.lock();
    try {
      waiting.remove(connection);
      connection.close();
    } finally {
      lock.unlock();
    }
  }
}

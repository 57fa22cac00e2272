package io.isthmus.service.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that have had their last answer while their peers still send. What comes is thrown
 * away until they stop, so that the answer is not lost in a reset; one thread does that for all,
 * and it ends where a peer sends too slowly, too long or too much. Used by one thread, except for
 * {@link #add}.
 */
final class Lingering {

  private static final int CHUNK = 64 * 1024;

  /** So many chunks of one connection before it is another's turn. */
  private static final int TURN = 16;

  private static final Logger log = LoggerFactory.getLogger(Lingering.class);

  private final Pace pace;
  private final LongSupplier most;
  private final Queue<Peer> added = new ConcurrentLinkedQueue<>();
  private final ByteBuffer thrownAway = ByteBuffer.allocateDirect(CHUNK);
  private volatile @Nullable Selector selector;

  /** One of them. */
  private static final class Peer {
    final SocketChannel channel;
    final Runnable close;
    final long sinceNanos = System.nanoTime();
    long bytes;

    Peer(SocketChannel channel, Runnable close) {
      this.channel = channel;
      this.close = close;
    }
  }

  /**
   * Nobody lingers.
   *
   * @param pace how slowly a peer may send
   * @param most bytes that are thrown away for one of them; a negative number means any
   */
  Lingering(Pace pace, LongSupplier most) {
    this.pace = pace;
    this.most = most;
  }

  void open() throws IOException {
    selector = Selector.open();
  }

  /** Takes a connection that has been answered; {@code close} is called when it is done. */
  void add(SocketChannel channel, Runnable close) {
    added.add(new Peer(channel, close));
    Selector open = selector;
    if (open != null) {
      open.wakeup();
    }
  }

  /** Throws away what has come, for at most about that time. */
  void run(long waitMs) throws IOException {
    Selector open = selector;
    if (open == null) {
      return;
    }
    try {
      for (Peer peer = added.poll(); peer != null; peer = added.poll()) {
        register(open, peer);
      }
      open.select(this::read, waitMs);
      for (SelectionKey key : open.keys()) {
        endIfTooSlow(key);
      }
    } catch (ClosedSelectorException e) {
      log.debug("Nobody lingers any more", e);
    }
  }

  private static void register(Selector selector, Peer peer) {
    try {
      peer.channel.shutdownOutput(); // who reads to the end of the connection need not wait for it
      peer.channel.register(selector, SelectionKey.OP_READ, peer);
    } catch (IOException e) {
      peer.close.run();
    }
  }

  private void read(SelectionKey key) {
    Peer peer = (Peer) key.attachment();
    try {
      for (int i = 0; i < TURN; i++) {
        int n = peer.channel.read(thrownAway.clear());
        if (n == 0) {
          return;
        }
        peer.bytes += Math.max(0, n);
        if (n < 0 || isTooMuch(peer.bytes)) {
          end(key);
          return;
        }
      }
    } catch (IOException e) {
      end(key);
    }
  }

  private boolean isTooMuch(long bytes) {
    long allowed = most.getAsLong();
    return allowed >= 0 && bytes > allowed;
  }

  private void endIfTooSlow(SelectionKey key) {
    Peer peer = (Peer) key.attachment();
    if (!key.isValid()) {
      return; // somebody else has closed it
    }
    if (pace.patienceNanos(peer.bytes, System.nanoTime() - peer.sinceNanos) < 0) {
      end(key);
    }
  }

  private static void end(SelectionKey key) {
    key.cancel();
    ((Peer) key.attachment()).close.run();
  }

  void close() throws IOException {
    Selector open = selector;
    if (open != null) {
      open.close();
    }
  }
}

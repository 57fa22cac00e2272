package io.isthmus.device.dashboard;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One browser that listens. The thread of its request writes, and no other thread touches its
 * response. One thread sends and closes; it never waits: a browser that does not read is dropped
 * when too many frames wait for it.
 */
final class EventStream {

  /** Some half a minute of events, beyond what the socket's buffers hold. */
  static final int MOST_WAITING = 64;

  /** A browser for which more frames wait, a second's worth, does not read. */
  private static final int BEHIND = 4;

  /** A state is sent every second: without a frame for so long nothing is sent any more. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final byte[] END = {};
  private static final Logger log = LoggerFactory.getLogger(EventStream.class);

  private final Runnable cut;
  private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private boolean closed; // only the sending thread touches it
  private boolean left;

  /**
   * Nothing has been sent.
   *
   * @param cut ends a write that waits for the browser, with an IOException
   */
  EventStream(Runnable cut) {
    this.cut = cut;
  }

  /** Sends a frame; one that does not fit any more drops the browser. */
  void send(byte[] frame) {
    if (!closed && !waiting.offer(frame)) {
      log.debug("A listener does not read and is dropped");
      close();
    }
  }

  /** Ends the stream: after the frame that is being written, or within it if nobody reads. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean reads = waiting.size() <= BEHIND;
    waiting.clear();
    waiting.add(END);
    if (!reads) {
      cutOff();
    }
  }

  /** Once its thread has left, the connection may serve another request. */
  private synchronized void cutOff() {
    if (!left) {
      cut.run();
    }
  }

  private synchronized void leave() {
    left = true;
  }

  /** Writes what is sent, until the stream is closed or the browser has gone. */
  void writeTo(OutputStream out) {
    try {
      for (byte[] frame = next(); frame != null && frame != END; frame = next()) {
        out.write(frame);
        if (waiting.isEmpty()) {
          out.flush();
        }
      }
    } catch (IOException e) {
      log.debug("A listener has gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave();
    }
  }

  private byte @Nullable [] next() throws InterruptedException {
    return waiting.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}

package io.isthmus.device.dashboard;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One browser that listens. Written to without ever blocking, on one thread for all of them: one
 * that does not read keeps nobody waiting, and is dropped when too much waits for it.
 */
final class EventStream implements WriteListener {

  /** Some half a minute of events, beyond what the socket's buffers hold. */
  private static final int MOST_WAITING = 64;

  private static final Logger log = LoggerFactory.getLogger(EventStream.class);

  private final AsyncContext async;
  private final ServletOutputStream out;
  private final Executor thread;
  private final Consumer<EventStream> onClose;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private boolean begun; // the container calls first
  private boolean unflushed;
  private boolean closed;

  /**
   * The container has ended it and will use request and response again, for whomever: they must not
   * be touched any more.
   */
  private volatile boolean gone;

  /**
   * A response that has been taken out of its request's thread; {@link #listen()} comes next.
   *
   * @param thread on which everything but the construction is done
   * @param onClose is called there once, when it has ended, by whomever
   */
  EventStream(AsyncContext async, Executor thread, Consumer<EventStream> onClose)
      throws IOException {
    this.async = async;
    this.out = async.getResponse().getOutputStream();
    this.thread = thread;
    this.onClose = onClose;
  }

  /** Lets the container say when it can be written to. */
  void listen() {
    out.setWriteListener(this);
  }

  /** Sends a frame as soon as the browser takes it. */
  void send(byte[] frame) {
    if (closed) {
      return;
    }
    if (waiting.size() == MOST_WAITING) {
      log.debug("A listener does not read and is dropped");
      close();
      return;
    }
    waiting.add(frame);
    drain();
  }

  private void drain() {
    try {
      while (begun && !closed && !gone && out.isReady()) {
        byte[] next = waiting.poll();
        if (next != null) {
          out.write(next);
          unflushed = true;
        } else if (unflushed) {
          unflushed = false;
          out.flush();
        } else {
          return;
        }
      }
    } catch (IOException | RuntimeException e) { // the container throws all kinds once it has gone
      // and it ends what has failed by itself, on a thread of its own
      log.debug("A listener has gone", e);
      end();
    }
  }

  /** Ends it, where its browser is still there. */
  void close() {
    if (end() && !gone) {
      complete();
    }
  }

  /** Nothing more is written; whether anything could have been. */
  private boolean end() {
    if (closed) {
      return false;
    }
    closed = true;
    waiting.clear();
    onClose.accept(this);
    return true;
  }

  private void complete() {
    try {
      async.complete();
    } catch (RuntimeException e) {
      log.debug("A listener had ended already", e);
    }
  }

  @Override
  public void onWritePossible() {
    thread.execute(
        () -> {
          begun = true;
          drain();
        });
  }

  /** The container ends by itself what has failed: its objects must not be touched from here on. */
  @Override
  public void onError(Throwable e) {
    gone = true;
    thread.execute(this::end);
  }
}

package io.isthmus.device.edge;

import io.isthmus.control.EdgeEvent;
import io.isthmus.device.control.LiveController;
import io.isthmus.service.observability.QuotedException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A tail that a host is to run, for a device that has something better to do meanwhile. */
public final class PendingTail {

  /** The exchange, when its turn has come. */
  interface Exchange {
    TailAnswer run(PendingTail tail) throws EdgeException;
  }

  private final TailRequest request;
  private final UploadQueue queue;
  private final double overdueMs;
  private final ExchangeSpan span;
  private final LiveController controller;
  private final FutureTask<TailAnswer> exchange;
  private final CancellableExchange handle = new CancellableExchange();
  private final EdgeBody body = new AnnouncedBody();
  private final long createdNanos = System.nanoTime();
  private volatile boolean repeated;
  private volatile long startNanos;
  private volatile boolean begun;
  private volatile boolean startedAlone;
  private volatile boolean sent;
  private volatile boolean answered;

  /**
   * A tail.
   *
   * @param overdueMs after how long a host that has not answered is to blame for it; where there is
   *     no deadline whoever gives up has waited for so long
   * @param controller learns from a tail that is given up
   */
  PendingTail(
      Exchange host,
      TailRequest request,
      double overdueMs,
      UploadQueue queue,
      ExchangeSpan span,
      LiveController controller) {
    this.request = request;
    this.overdueMs = overdueMs;
    this.queue = queue;
    this.span = span;
    this.controller = controller;
    this.exchange = new FutureTask<>(() -> answered(host.run(this)));
  }

  private TailAnswer answered(TailAnswer answer) {
    answered = true;
    return answer;
  }

  /** What the host is to do. */
  TailRequest request() {
    return request;
  }

  /** The body, which tells the queue when it has been sent. */
  EdgeBody body() {
    return body;
  }

  /** What its request has on its way to the host. */
  UploadQueue queue() {
    return queue;
  }

  /** What ends its exchange. */
  CancellableExchange handle() {
    return handle;
  }

  /** Its span. */
  ExchangeSpan span() {
    return span;
  }

  /** When its exchange was begun, on the device's monotonic clock. */
  long startNanos() {
    return startNanos;
  }

  /** It will be sent for the second time: how long all takes says nothing of the link then. */
  void again() {
    repeated = true;
  }

  /** Whether it is the host's fault if there is no answer yet. */
  boolean overdue() {
    double passedMs = (System.nanoTime() - createdNanos) / 1e6;
    return !request.deadline().exists() || passedMs >= overdueMs;
  }

  /** The request's body, which says when it has been written. */
  private final class AnnouncedBody implements EdgeBody {
    @Override
    public String contentType() {
      return request.body().contentType();
    }

    @Override
    public long length() {
      return request.body().length();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      request.body().writeTo(out);
      sent = true;
      queue.uploaded(PendingTail.this);
    }

    @Override
    public void abandon() {
      request.body().abandon();
    }
  }

  /**
   * Runs the exchange on the calling thread.
   *
   * @param alone whether no other chunk of the request is waiting for its answer
   */
  void run(boolean alone) {
    startNanos = System.nanoTime();
    begun = true;
    startedAlone = alone;
    try {
      exchange.run();
    } finally {
      queue.ended(this);
    }
  }

  /** Waits for the answer; null if there is none after that time. */
  public @Nullable TailAnswer await(Duration time) throws EdgeException {
    try {
      return exchange.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EdgeException failure) {
        throw failure;
      }
      String cause = QuotedException.text(e.getCause() == null ? e : e.getCause());
      throw new EdgeException(EdgeException.Kind.FAILED, "the exchange failed: " + cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abandon();
      throw new EdgeException(EdgeException.Kind.FAILED, "interrupted");
    }
  }

  /** Bytes of its body. */
  long bytes() {
    return request.body().length();
  }

  /** Whether there is an answer to be had without waiting. */
  public boolean answered() {
    return answered;
  }

  /**
   * Gives up an exchange, and learns from one that is overdue how slow the link is; but not if it
   * may be late for having chunks of its own request before it at the host, or was sent twice.
   * After this has returned the body is no longer touched.
   */
  public void abandon() {
    boolean tells = begun && overdue() && !repeated && (startedAlone || !sent);
    if (exchange.cancel(true)) {
      handle.abort();
      if (tells) {
        double passedMs = (System.nanoTime() - startNanos) / 1e6;
        controller.on(new EdgeEvent.GivenUp(bytes(), passedMs));
      }
    }
    request.body().abandon();
  }
}

package io.isthmus.device.edge;

import java.util.concurrent.Callable;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;

/**
 * Makes the HTTP exchange of a thread something that another thread can end: a blocked read or
 * write of a socket does not listen to interrupts, but Apache's client closes the socket of a
 * cancelled request.
 */
final class CancellableExchange {

  private static final ThreadLocal<@Nullable CancellableExchange> CURRENT = new ThreadLocal<>();

  private @Nullable Cancellable request;
  private boolean aborted;
  private boolean expired;

  /** Runs something whose exchanges have this as their handle. */
  <T> T during(Callable<T> exchange) throws Exception {
    CURRENT.set(this);
    try {
      return exchange.call();
    } finally {
      CURRENT.remove();
      detach();
    }
  }

  /** Ends the exchange since its time has passed. */
  synchronized void expire() {
    expired = true;
    abort();
  }

  /** Whether it was ended since its time had passed. */
  synchronized boolean expired() {
    return expired;
  }

  /** Whether it was ended from here, for whatever reason. */
  synchronized boolean aborted() {
    return aborted;
  }

  /**
   * Closes the connection of the calling thread's exchange: what is still to come on it is not
   * waited for. Spring would else read an answer to its end, which may never come.
   */
  static void drop() {
    CancellableExchange current = CURRENT.get();
    if (current != null) {
      current.cancel();
    }
  }

  /** Ends the exchange, or keeps it from beginning. */
  synchronized void abort() {
    aborted = true;
    cancel();
  }

  private synchronized void cancel() {
    if (request != null) {
      request.cancel();
    }
  }

  /** What is over can no longer be ended: its connection may be another exchange's by now. */
  private synchronized void detach() {
    request = null;
  }

  private synchronized void attach(Cancellable begun) {
    request = begun;
    if (aborted) {
      begun.cancel();
    }
  }

  /** A factory whose requests attach themselves to their thread's handle. */
  static final class RequestFactory extends HttpComponentsClientHttpRequestFactory {

    RequestFactory(HttpClient client) {
      super(client);
    }

    @Override
    protected void postProcessHttpRequest(ClassicHttpRequest request) {
      CancellableExchange current = CURRENT.get();
      if (current != null && request instanceof Cancellable cancellable) {
        current.attach(cancellable);
      }
    }
  }
}

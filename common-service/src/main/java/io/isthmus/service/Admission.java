package io.isthmus.service;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * A bound on the requests in a service: those that compute and those that may wait. The excess is
 * refused at once, before its body is read, with a {@code Retry-After} from the real backlog.
 */
public final class Admission {

  /** A place in the service, given back by closing it. */
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  private final int places;
  private final Semaphore free;
  private final Supplier<Duration> backlog;

  /**
   * An empty service.
   *
   * @param places how many requests may be inside
   * @param backlog how long the work that is inside will take
   */
  public Admission(int places, Supplier<Duration> backlog) {
    this.places = places;
    this.free = new Semaphore(places);
    this.backlog = backlog;
  }

  /** Takes a place; throws the 503 of {@link Problems#overloaded} if there is none. */
  public Permit enter() {
    if (!free.tryAcquire()) {
      throw Problems.overloaded(backlog.get());
    }
    return free::release;
  }

  /** Requests that are inside. */
  public int inside() {
    return places - free.availablePermits();
  }
}

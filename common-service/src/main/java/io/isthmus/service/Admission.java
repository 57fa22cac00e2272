package io.isthmus.service;

import com.netflix.concurrency.limits.Limit;
import io.isthmus.wire.LoadReport;
import java.util.function.Supplier;

/**
 * A bound on the requests in a service: those that compute, those that wait and those that still
 * arrive. The excess is refused at once, before its body is read, with a {@code Retry-After} from
 * the real backlog. The bound adapts to what waiting makes of the requests' time; see {@link
 * AdmissionLimit}.
 */
public final class Admission {

  /** A place in the service, given back by closing it. */
  public interface Permit extends AutoCloseable {

    /**
     * The request was answered. Only such ones teach the limit.
     *
     * @param waitedMs how long it had to wait for an inference thread
     */
    void answered(double waitedMs);

    @Override
    void close();
  }

  private final Limit limit;
  private final LimitTeacher teacher;
  private final Supplier<LoadReport> load;
  private int inside;
  private long refused;
  private boolean trial;

  /**
   * An empty service.
   *
   * @param limit how many requests may be inside
   * @param load what is told to those that are refused
   */
  public Admission(Limit limit, Supplier<LoadReport> load) {
    this.limit = limit;
    this.teacher = new LimitTeacher(limit);
    this.load = load;
  }

  /** Takes a place; throws the 503 of {@link Problems#overloaded} if there is none. */
  public Permit enter() {
    int taken = take();
    if (taken == 0) {
      throw Problems.overloaded(load.get());
    }
    return new Place(taken);
  }

  /** How many are inside with this one; 0 if it is refused. */
  private synchronized int take() {
    if (inside >= limit.getLimit()) {
      refused++;
      return 0;
    }
    return ++inside;
  }

  /**
   * Takes a place for a trial of the service, which teaches nothing. One at a time needs no place
   * of the others, so that an overloaded service is not taken for a dead one.
   */
  public Permit enterTrial() {
    synchronized (this) {
      if (!trial) {
        trial = true;
        inside++;
        return new Trial();
      }
    }
    return enter();
  }

  private synchronized void leave() {
    inside--;
  }

  private synchronized void leaveTrial() {
    inside--;
    trial = false;
  }

  /** Requests that are inside. */
  public synchronized int inside() {
    return inside;
  }

  /** How many may be inside just now. */
  public int limit() {
    return limit.getLimit();
  }

  /** How many have been refused so far. */
  public synchronized long refused() {
    return refused;
  }

  private final class Place implements Permit {

    private final int taken;
    private final long enteredNanos = System.nanoTime();

    Place(int taken) {
      this.taken = taken;
    }

    @Override
    public void answered(double waitedMs) {
      double elapsedMs = (System.nanoTime() - enteredNanos) / 1e6;
      teacher.answered(elapsedMs, waitedMs, taken);
    }

    @Override
    public void close() {
      leave();
    }
  }

  private final class Trial implements Permit {

    @Override
    public void answered(double waitedMs) {
      // says nothing of ordinary requests
    }

    @Override
    public void close() {
      leaveTrial();
    }
  }
}

package io.isthmus.service.admission;

import com.netflix.concurrency.limits.Limit;
import io.isthmus.service.http.body.Arrivals;
import io.isthmus.service.http.body.Arriving;
import io.isthmus.service.http.problem.Problems;
import io.isthmus.wire.LoadReport;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.ErrorResponseException;

/**
 * A bound on the requests in a service. Those that compute or wait have places of their own, whose
 * number adapts to what waiting makes of the requests' time; see {@link AdmissionLimit}. The excess
 * is refused at once, before its body is read, with a {@code Retry-After} from the real backlog. A
 * request whose body still arrives counts among them only when it is about to be whole.
 */
public final class Admission {

  /** A place in the service, given back by closing it. */
  public interface Permit extends AutoCloseable {

    /**
     * The request's body has come whole: it may be computed. Throws the 503 of {@link
     * Problems#overloaded} if others have taken all places meanwhile.
     */
    void arrived();

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
  private final int most;
  private final LimitSampler sampler;
  private final Supplier<LoadReport> load;
  private final Arrivals arrivals;
  private int inside;
  private int computing;
  private long refused;
  private boolean trial;

  /**
   * An empty service.
   *
   * @param limit how many requests may compute or wait; what it is now is the most that it can be
   * @param load what is told to those that are refused
   * @param arrivals those whose bodies arrive
   */
  Admission(Limit limit, Supplier<LoadReport> load, Arrivals arrivals) {
    this.limit = limit;
    this.most = limit.getLimit();
    this.sampler = new LimitSampler(limit);
    this.load = load;
    this.arrivals = arrivals;
  }

  /** Takes a place for a request that is whole; throws a 503 if there is none. */
  public synchronized Permit enter() {
    requireRoom(0);
    return new Place(null).computing();
  }

  /** The same for a trial of the service; see {@link #arriveTrial}. */
  public synchronized Permit enterTrial() {
    return trial ? enter() : new Trial(null).computing();
  }

  /**
   * Lets the body of a request arrive, which will be computed; throws the 503 of {@link
   * Problems#overloaded} if there would be no place for it then.
   */
  public synchronized Permit arrive(HttpServletRequest request) {
    requireRoom(arrivals.soon());
    return new Place(begin(request));
  }

  /**
   * The same for a trial of the service, which teaches nothing. One at a time needs no place of the
   * others, so that an overloaded service is not taken for a dead one.
   */
  public synchronized Permit arriveTrial(HttpServletRequest request) {
    return trial ? arrive(request) : new Trial(begin(request));
  }

  private void requireRoom(int soon) {
    if (computing + soon >= limit.getLimit()) {
      throw refusal();
    }
  }

  private ErrorResponseException refusal() {
    refused++;
    return Problems.overloaded(load.get());
  }

  private Arriving begin(HttpServletRequest request) {
    try {
      Arriving body = arrivals.begin(request.getContentLengthLong(), true);
      request.setAttribute(Arriving.ATTRIBUTE, body);
      return body;
    } catch (ErrorResponseException e) {
      refused++;
      throw e;
    }
  }

  /** Requests that are inside, those whose bodies still arrive included. */
  public synchronized int inside() {
    return inside;
  }

  /** How many may compute or wait just now. */
  public int limit() {
    return limit.getLimit();
  }

  /** How many have been refused so far. */
  public synchronized long refused() {
    return refused;
  }

  private class Place implements Permit {

    private final @Nullable Arriving body;
    private boolean computes;
    private long computingNanos;
    private int taken;

    Place(@Nullable Arriving body) {
      this.body = body;
      inside++;
    }

    /** As many as there can be at most: it was let in, and has been sent. */
    @Override
    public void arrived() {
      synchronized (Admission.this) {
        if (body != null) {
          body.arrived();
        }
        if (!computes && computing >= mostBefore()) {
          throw refusal();
        }
        computing();
      }
    }

    int mostBefore() {
      return most;
    }

    /** Called with the lock held. */
    Place computing() {
      if (!computes) {
        computes = true;
        taken = ++computing;
        computingNanos = System.nanoTime();
      }
      return this;
    }

    @Override
    public void answered(double waitedMs) {
      double elapsedMs = (System.nanoTime() - computingNanos) / 1e6;
      sampler.answered(elapsedMs, waitedMs, taken);
    }

    @Override
    public void close() {
      synchronized (Admission.this) {
        inside--;
        computing -= computes ? 1 : 0;
        if (body != null) {
          body.close();
        }
      }
    }
  }

  private final class Trial extends Place {

    Trial(@Nullable Arriving body) {
      super(body);
      trial = true;
    }

    @Override
    int mostBefore() {
      return Integer.MAX_VALUE;
    }

    @Override
    public void answered(double waitedMs) {
      // says nothing of ordinary requests
    }

    @Override
    public void close() {
      synchronized (Admission.this) {
        super.close();
        trial = false;
      }
    }
  }
}

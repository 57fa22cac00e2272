package io.isthmus.device.edge;

import io.isthmus.service.observability.QuotedException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A tail that the edge is to run, for a device that has something better to do meanwhile. */
public final class TailCall {

  /** The exchange, when its turn has come. */
  interface Exchange {
    TailAnswer run(Sending body, long startNanos) throws EdgeException;
  }

  /** The body on its way, and the call that it belongs to. */
  interface Sending extends EdgeBody {

    /** It will be sent for the second time: how long all takes says nothing of the link then. */
    void again();

    /** Whether it is the edge's fault if there is no answer yet. */
    boolean overdue();
  }

  private final FutureTask<TailAnswer> exchange;
  private final EdgeBody body;
  private final EdgeKnowledge knowledge;
  private final Convoy convoy;
  private final TailTerms terms;
  private final double overdueMs;
  private final long createdNanos = System.nanoTime();
  private volatile boolean repeated;
  private volatile long startNanos;
  private volatile boolean begun;
  private volatile boolean startedAlone;
  private volatile boolean sent;
  private volatile boolean answered;

  /**
   * A call.
   *
   * @param overdueMs after how long an edge that has not answered is to blame for it; where there
   *     is no deadline whoever gives up has waited for so long
   */
  TailCall(
      Exchange tail,
      EdgeBody body,
      TailTerms terms,
      double overdueMs,
      Convoy convoy,
      EdgeKnowledge knowledge) {
    this.body = body;
    this.terms = terms;
    this.overdueMs = overdueMs;
    this.convoy = convoy;
    this.knowledge = knowledge;
    this.exchange = new FutureTask<>(() -> answered(tail.run(announced(), startNanos)));
  }

  private TailAnswer answered(TailAnswer answer) {
    answered = true;
    return answer;
  }

  /** The body, which tells the convoy when it has been sent. */
  private Sending announced() {
    return new Sending() {
      @Override
      public void again() {
        repeated = true;
      }

      @Override
      public boolean overdue() {
        return TailCall.this.overdue();
      }

      @Override
      public String contentType() {
        return body.contentType();
      }

      @Override
      public long length() {
        return body.length();
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        body.writeTo(out);
        sent = true;
        convoy.uploaded(TailCall.this);
      }

      @Override
      public void abandon() {
        body.abandon();
      }
    };
  }

  private boolean overdue() {
    double passedMs = (System.nanoTime() - createdNanos) / 1e6;
    return !terms.deadline().exists() || passedMs >= overdueMs;
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
      convoy.ended(this);
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
    return body.length();
  }

  /** Whether there is an answer to be had without waiting. */
  public boolean answered() {
    return answered;
  }

  /**
   * Gives up an exchange, and learns from one that is overdue how slow the link is; but not if it
   * may be late for having chunks of its own request before it at the edge, or was sent twice.
   * After this has returned the body is no longer touched.
   */
  public void abandon() {
    boolean tells = begun && overdue() && !repeated && (startedAlone || !sent);
    if (exchange.cancel(true) && tells) {
      knowledge.gaveUp(body.length(), (System.nanoTime() - startNanos) / 1e6);
    }
    body.abandon();
  }
}

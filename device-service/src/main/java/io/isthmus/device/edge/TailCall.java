package io.isthmus.device.edge;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A tail that the edge is running, for a device that may have something better to do meanwhile. */
public final class TailCall {

  private final FutureTask<TailAnswer> exchange;
  private final EdgeBody body;
  private final EdgeKnowledge knowledge;
  private final long startNanos = System.nanoTime();
  private volatile boolean answered;

  TailCall(Callable<TailAnswer> tail, EdgeBody body, EdgeKnowledge knowledge) {
    this.exchange = new FutureTask<>(() -> answered(tail.call()));
    this.body = body;
    this.knowledge = knowledge;
  }

  private TailAnswer answered(TailAnswer answer) {
    answered = true;
    return answer;
  }

  /** Runs the exchange on the calling thread. */
  void run() {
    exchange.run();
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
      throw new EdgeException(EdgeException.Kind.FAILED, "the exchange failed: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abandon();
      throw new EdgeException(EdgeException.Kind.FAILED, "interrupted");
    }
  }

  /** Whether there is an answer to be had without waiting. */
  public boolean answered() {
    return answered;
  }

  /**
   * Gives up an exchange that is overdue, and learns from that. After this has returned the body is
   * no longer touched.
   */
  public void abandon() {
    if (exchange.cancel(true)) {
      knowledge.gaveUp(body.length(), (System.nanoTime() - startNanos) / 1e6);
    }
    body.abandon();
  }
}

package io.isthmus.device.edge;

import io.isthmus.decision.Retry;
import io.isthmus.device.control.LiveController;
import io.isthmus.device.edge.EdgeException.Kind;
import java.time.Duration;

/**
 * Whether an exchange that failed is sent once more. Only what may succeed at once on another
 * connection, or once the edge's {@code Retry-After} has passed, is worth the question; a tail may
 * be computed twice, so nothing is broken by one that had arrived after all.
 */
final class Retries {

  /** Who has to wait longer may be told so, and need not keep a place here meanwhile. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private final LiveController controller;
  private final EdgeMeters meters;

  Retries(LiveController controller, EdgeMeters meters) {
    this.controller = controller;
    this.meters = meters;
  }

  /** Whether it is sent for the second time, after such a failure; then it is paid for. */
  boolean takes(EdgeException failure, TailRequest terms) {
    if (failure.kind() != Kind.UNREACHED && failure.kind() != Kind.BUSY) {
      return false;
    }
    Retry verdict = judge(failure.retryAfter(), terms);
    meters.judged(verdict);
    return verdict == Retry.TAKEN;
  }

  private Retry judge(Duration wait, TailRequest terms) {
    // what nobody can predict is sent again only where the device cannot finish at all
    double exchangeMs = terms.predicted() ? terms.predictedMs() : Double.MAX_VALUE;
    double leftMs = terms.deadline().leftMs(System.nanoTime());
    boolean waits = wait.compareTo(LONGEST_WAIT) <= 0;
    return controller.retry(wait.toMillis() + exchangeMs, terms.ownMs(), waits ? leftMs : 0);
  }
}

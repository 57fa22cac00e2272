package io.isthmus.device.edge;

import io.isthmus.decision.Retry;
import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.estimate.RetryBudget;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Whether an exchange that failed is sent once more. Thread-safe. Only what may succeed at once on
 * another connection, or once the edge's {@code Retry-After} has passed, is worth the question; a
 * tail may be computed twice, so nothing is broken by one that had arrived after all.
 */
@Component
final class Retries {

  /** Who has to wait longer may be told so, and need not keep a place here meanwhile. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private final MeterRegistry meters;
  private RetryBudget budget = RetryBudget.FULL;

  /** Counts that are 0 are there as well, so that their first increase is seen. */
  Retries(MeterRegistry meters) {
    this.meters = meters;
    List.of(Retry.values()).forEach(this::counter);
  }

  /** An exchange is begun for the first time. */
  synchronized void begun() {
    budget = budget.earned();
  }

  /** Whether it is begun for the second time, after such a failure; then it is paid for. */
  synchronized boolean takes(EdgeException failure, TailTerms terms) {
    if (failure.kind() != Kind.UNREACHED && failure.kind() != Kind.BUSY) {
      return false;
    }
    Retry verdict = judge(failure.retryAfter(), terms);
    counter(verdict).increment();
    if (verdict == Retry.TAKEN) {
      budget = budget.spent();
    }
    return verdict == Retry.TAKEN;
  }

  private Retry judge(Duration wait, TailTerms terms) {
    // what nobody can predict is sent again only where the device cannot finish at all
    double exchangeMs = terms.predicted() ? terms.predictedMs() : Double.MAX_VALUE;
    double leftMs = terms.deadline().leftMs(System.nanoTime());
    boolean waits = wait.compareTo(LONGEST_WAIT) <= 0;
    return Retry.judge(wait.toMillis() + exchangeMs, terms.ownMs(), waits ? leftMs : 0, budget);
  }

  private Counter counter(Retry verdict) {
    return Counter.builder("isthmus.retries")
        .description("Exchanges that failed for their connection or for 503")
        .tag("outcome", verdict.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .register(meters);
  }
}

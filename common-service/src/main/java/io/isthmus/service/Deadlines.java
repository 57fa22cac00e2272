package io.isthmus.service;

import io.isthmus.estimate.RejectionExploration;
import io.isthmus.service.http.problem.Problems;
import io.isthmus.wire.Deadline;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/** What becomes of requests with a deadline: refusals, the doubt of them, and meters. */
@Component
public final class Deadlines {

  private final MeterRegistry meters;
  private RejectionExploration doubt = RejectionExploration.startingAt(System.nanoTime());

  /** Counts that are 0 are there as well, so that their first increase is seen. */
  Deadlines(MeterRegistry meters) {
    this.meters = meters;
    List.of("met", "late", "refused", "tried").forEach(this::counter);
  }

  /**
   * Whether work that is predicted to be too late is to be refused: mostly it is, but see {@link
   * RejectionExploration}.
   *
   * @param predictedMs how long it will take
   * @param leftMs how long it may take
   */
  public synchronized boolean refuses(double predictedMs, double leftMs) {
    long now = System.nanoTime();
    if (doubt.tries(predictedMs, leftMs, now)) {
      doubt = doubt.tried(predictedMs, now);
      tried();
      return false;
    }
    doubt = doubt.refused(predictedMs, leftMs);
    return true;
  }

  /**
   * The refusal: 504, with the time that was left as its member {@code leftMs}.
   *
   * @param leftMs until the deadline; none is left if it is negative
   */
  public ErrorResponseException missed(String detail, double leftMs) {
    count("refused");
    ErrorResponseException problem = Problems.of(HttpStatus.GATEWAY_TIMEOUT, detail);
    problem.getBody().setProperty("leftMs", Math.max(0, leftMs));
    return problem;
  }

  /** Work has been done; what is done is an answer even if it is late. */
  public void answered(Deadline deadline) {
    if (deadline.exists()) {
      count(deadline.passed(System.nanoTime()) ? "late" : "met");
    }
  }

  /** What was predicted to be too late is begun all the same. */
  public void tried() {
    count("tried");
  }

  private void count(String outcome) {
    counter(outcome).increment();
  }

  private Counter counter(String outcome) {
    return Counter.builder("isthmus.deadlines")
        .description("Requests with a deadline")
        .tag("outcome", outcome)
        .register(meters);
  }
}

package io.isthmus.device.decide;

import io.isthmus.accuracy.Hindsight;
import io.isthmus.accuracy.Observation;
import io.isthmus.accuracy.Outcome;
import io.isthmus.accuracy.Parts;
import io.isthmus.decision.Decision;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Holds decisions against what became of them: for the log, and as meters. */
@Component
public class DecisionRecorder {

  private final DecisionLog log;
  private final MeterRegistry meters;
  private final DistributionSummary errorRatio;
  private final DistributionSummary regretRatio;
  private final DistributionSummary chunks;

  DecisionRecorder(DecisionLog log, MeterRegistry meters) {
    this.log = log;
    this.meters = meters;
    this.errorRatio = ratio("isthmus.prediction.error.ratio", "|predicted - measured| / measured");
    this.chunks =
        DistributionSummary.builder("isthmus.plan.chunks")
            .description("chunks that a batch is cut into")
            .register(meters);
    this.regretRatio = ratio("isthmus.regret.ratio", "(chosen - best) / best, in hindsight");
  }

  private DistributionSummary ratio(String name, String description) {
    return DistributionSummary.builder(name).description(description).register(meters);
  }

  /**
   * Records a decision that has been carried out.
   *
   * @param degraded whether the device did what the edge should have done
   */
  public void record(Taken taken, Observation seen, boolean degraded) {
    Decision decision = taken.decision();
    Outcome outcome = Outcome.of(taken.situation(), decision, seen, degraded);
    log.add(Instant.now(), taken, seen, degraded, outcome);
    count(decision, seen.time().totalMs(), degraded);
    Parts error = outcome.errorMs();
    if (error != null) {
      record(error);
    }
    Double ratio = outcome.errorRatio();
    if (ratio != null) {
      errorRatio.record(ratio);
    }
    Hindsight hindsight = outcome.hindsight();
    if (hindsight != null) {
      regretRatio.record(hindsight.regret());
    }
  }

  private void count(Decision decision, double totalMs, boolean degraded) {
    chunks.record(decision.plan().chunks().size());
    String mode = Json.lower(decision.mode());
    String reason = Json.lower(decision.reason());
    meters
        .counter("isthmus.decisions", "mode", mode, "split", decision.unit(), "reason", reason)
        .increment();
    meters
        .timer("isthmus.infer", "mode", mode, "degraded", Boolean.toString(degraded))
        .record(Duration.ofNanos((long) (totalMs * 1e6)));
  }

  private void record(Parts error) {
    record("decode", error.decode());
    record("head", error.head());
    record("transfer", error.transfer());
    record("queue", error.queue());
    record("tail", error.tail());
    record("total", error.total());
  }

  private void record(String part, double errorMs) {
    DistributionSummary.builder("isthmus.prediction.error")
        .description("|predicted - measured|")
        .baseUnit("ms")
        .tag("part", part)
        .register(meters)
        .record(Math.abs(errorMs));
  }
}

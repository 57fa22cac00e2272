package io.isthmus.device.decide;

import io.isthmus.accuracy.Hindsight;
import io.isthmus.accuracy.Observation;
import io.isthmus.accuracy.Outcome;
import io.isthmus.accuracy.Parts;
import io.isthmus.control.DeviceEvent;
import io.isthmus.decision.Decision;
import io.isthmus.decision.Plan;
import io.isthmus.device.control.LiveController;
import io.isthmus.service.observability.HistogramBuckets;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Holds decisions against what became of them: for the log, as meters, and for later plans. */
@Component
public class DecisionRecorder {

  private static final Logger logger = LoggerFactory.getLogger(DecisionRecorder.class);

  /** A day: a timer's sum holds many of those. */
  private static final double LONGEST_MS = 86_400_000;

  private final DecisionLog log;
  private final LiveController controller;
  private final Meter.MeterProvider<Counter> decisions;
  private final Meter.MeterProvider<Timer> requests;
  private final Meter.MeterProvider<Timer> parts;
  private final Meter.MeterProvider<Timer> errors;
  private final DistributionSummary errorRatio;
  private final DistributionSummary regretRatio;
  private final DistributionSummary chunks;
  private final DistributionSummary batches;

  DecisionRecorder(DecisionLog log, LiveController controller, MeterRegistry meters) {
    this.log = log;
    this.controller = controller;
    decisions =
        Counter.builder("isthmus.decisions")
            .description("Decisions, by where the units run, cut and reason")
            .withRegistry(meters);
    requests =
        HistogramBuckets.timer("isthmus.infer", "From the upload's last byte to the logits")
            .withRegistry(meters);
    parts =
        HistogramBuckets.timer("isthmus.infer.part", "Where the time of a request goes")
            .withRegistry(meters);
    errors =
        HistogramBuckets.timer("isthmus.prediction.error", "|predicted - measured|")
            .withRegistry(meters);
    errorRatio =
        HistogramBuckets.ratio(
                "isthmus.prediction.error.ratio", "|predicted - measured| / measured of the total")
            .register(meters);
    regretRatio =
        HistogramBuckets.ratio("isthmus.regret.ratio", "(chosen - best) / best, in hindsight")
            .register(meters);
    chunks =
        HistogramBuckets.count("isthmus.plan.chunks", "Chunks that a batch is cut into", "chunks")
            .register(meters);
    batches =
        HistogramBuckets.count("isthmus.infer.batch", "Images of a request", "images")
            .register(meters);
  }

  /**
   * Records a decision that has been carried out.
   *
   * @param degraded whether the device did what the edge should have done
   */
  public void record(DecisionContext taken, Observation seen, boolean degraded) {
    Decision decision = taken.decision();
    Outcome outcome = Outcome.of(taken.situation(), decision, seen, degraded);
    log.add(Instant.now(), taken, seen, degraded, outcome);
    if (!degraded) {
      learnFrom(taken, seen);
    }
    Parts time = Parts.of(seen.time());
    count(decision, time, degraded);
    Parts error = outcome.errorMs();
    if (error != null) {
      each(error, (part, ms) -> errors.withTag("part", part).record(duration(Math.abs(ms))));
      errors.withTag("part", "total").record(duration(Math.abs(error.total())));
    }
    Double ratio = outcome.errorRatio();
    if (ratio != null && Double.isFinite(ratio)) {
      errorRatio.record(ratio);
    }
    Hindsight hindsight = outcome.hindsight();
    if (hindsight != null && Double.isFinite(hindsight.regret())) {
      regretRatio.record(hindsight.regret());
    }
    tell(decision, time, degraded);
  }

  /** A plan of several chunks that was carried out as it was meant to be. */
  private void learnFrom(DecisionContext taken, Observation seen) {
    Plan plan = taken.decision().plan();
    if (plan.chunks().size() > 1 && taken.decision().predicted() != null) {
      double flowShopMs = seen.flowShopMs(taken.situation(), plan);
      controller.on(new DeviceEvent.PlanCarriedOut(seen.time().totalMs(), flowShopMs));
    }
  }

  private void count(Decision decision, Parts time, boolean degraded) {
    String mode = Json.lower(decision.mode());
    String reason = Json.lower(decision.reason());
    decisions.withTags("mode", mode, "split", decision.unit(), "reason", reason).increment();
    requests
        .withTags("mode", mode, "degraded", Boolean.toString(degraded))
        .record(duration(time.total()));
    each(time, (part, ms) -> parts.withTags("mode", mode, "part", part).record(duration(ms)));
    chunks.record(decision.plan().chunks().size());
    batches.record(decision.plan().images());
  }

  private interface PartUse {
    void accept(String part, double ms);
  }

  /** What the total consists of. */
  private static void each(Parts parts, PartUse use) {
    use.accept("decode", parts.decode());
    use.accept("head", parts.head());
    use.accept("transfer", parts.transfer());
    use.accept("queue", parts.queue());
    use.accept("tail", parts.tail());
  }

  private static Duration duration(double ms) {
    return Duration.ofNanos((long) (Math.min(ms, LONGEST_MS) * 1e6));
  }

  /** One line a request, whose values are fields as well where logs are structured. */
  private static void tell(Decision decision, Parts time, boolean degraded) {
    if (logger.isDebugEnabled()) {
      logger
          .atDebug()
          .addKeyValue("mode", Json.lower(decision.mode()))
          .addKeyValue("split", decision.unit())
          .addKeyValue("reason", Json.lower(decision.reason()))
          .addKeyValue("batch", decision.plan().images())
          .addKeyValue("chunks", decision.plan().chunks().size())
          .addKeyValue("degraded", degraded)
          .addKeyValue("decodeMs", time.decode())
          .addKeyValue("headMs", time.head())
          .addKeyValue("transferMs", time.transfer())
          .addKeyValue("queueMs", time.queue())
          .addKeyValue("tailMs", time.tail())
          .addKeyValue("totalMs", time.total())
          .log(
              String.format(
                  Locale.ROOT,
                  "answered: %d images, %s at %s (%s)%s, decode %.1f, head %.1f, transfer %.1f,"
                      + " queue %.1f, tail %.1f, total %.1f ms",
                  decision.plan().images(),
                  Json.lower(decision.mode()),
                  decision.unit(),
                  Json.lower(decision.reason()),
                  degraded ? ", degraded" : "",
                  time.decode(),
                  time.head(),
                  time.transfer(),
                  time.queue(),
                  time.tail(),
                  time.total()));
    }
  }
}

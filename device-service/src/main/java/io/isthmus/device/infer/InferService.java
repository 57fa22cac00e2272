package io.isthmus.device.infer;

import io.isthmus.decision.Conditions;
import io.isthmus.decision.CutTime;
import io.isthmus.decision.Decision;
import io.isthmus.decision.Patience;
import io.isthmus.decision.Reason;
import io.isthmus.decision.Workload;
import io.isthmus.device.decide.Decider;
import io.isthmus.device.decide.DecisionLog;
import io.isthmus.device.decide.MeasuredTime;
import io.isthmus.device.edge.EdgeLink;
import io.isthmus.device.edge.EdgeProperties;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.ImageException;
import io.isthmus.model.Network;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.Computation;
import io.isthmus.service.LoadMeter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.springframework.stereotype.Service;

/** Decides, runs the head, has the tail run, and finishes alone where the edge fails. */
@Service
class InferService {

  /** Decisions for the device that were not made for being the fastest. */
  private static final Set<Reason> EDGE_MISSED =
      EnumSet.of(Reason.EDGE_UNAVAILABLE, Reason.EDGE_BUSY, Reason.EDGE_MODEL_DIFFERS);

  /** Longer than any exchange, which has a limit of its own. */
  private static final Duration FOREVER = Duration.ofDays(1);

  /** The answer to a request. */
  record Answer(List<float[]> logits, Decision decision, MeasuredTime measured, boolean degraded) {}

  private final Network network;
  private final ProfileTimes profile;
  private final Computation computation;
  private final LoadMeter load;
  private final EdgeLink edge;
  private final Decider decider;
  private final DecisionLog log;
  private final Patience patience;
  private final MeterRegistry meters;

  InferService(
      Network network,
      ProfileTimes profile,
      Computation computation,
      LoadMeter load,
      EdgeLink edge,
      Decider decider,
      DecisionLog log,
      EdgeProperties properties,
      MeterRegistry meters) {
    this.network = network;
    this.profile = profile;
    this.computation = computation;
    this.load = load;
    this.edge = edge;
    this.decider = decider;
    this.log = log;
    this.patience = properties.patience();
    this.meters = meters;
  }

  /**
   * Answers a request.
   *
   * @param memory holds the input, and is the caller's to close
   * @param forced the cut that the request names, if it does
   * @throws ImageException if an image is damaged
   */
  Answer infer(RequestMemory memory, InferInput input, OptionalInt forced) throws ImageException {
    long start = System.nanoTime();
    Workload workload = input.workload();
    Conditions conditions = decider.conditions();
    Decision decision = decider.decide(forced, workload);
    double profiledMs =
        decision.split() == 0 ? 0 : profile.units(0, decision.split(), workload.batch());
    try (LoadMeter.Work work = load.begin(profiledMs)) {
      Run run = new Run(computation, load, profile, edge, network, memory, input);
      List<float[]> logits = run.carryOut(decision.split(), waiting(decision));
      boolean degraded = run.edgeFailed() || EDGE_MISSED.contains(decision.reason());
      MeasuredTime measured = run.measured((System.nanoTime() - start) / 1e6);
      record(decision, conditions, workload.batch(), measured, degraded);
      return new Answer(logits, decision, measured, degraded);
    }
  }

  /** A cut that the request names is waited for: whoever forces it wants to see it. */
  private Run.Waiting waiting(Decision decision) {
    CutTime predicted = decision.predicted();
    if (predicted == null) {
      return new Run.Waiting(-1, FOREVER);
    }
    double exchangeMs = predicted.linkMs() + predicted.edgeMs();
    boolean forced = decision.reason() == Reason.FORCED;
    double overdueMs = patience.overdueMs(exchangeMs);
    return new Run.Waiting(
        exchangeMs, forced ? FOREVER : Duration.ofNanos((long) (overdueMs * 1e6)));
  }

  private void record(
      Decision decision,
      Conditions conditions,
      int batch,
      MeasuredTime measured,
      boolean degraded) {
    log.add(new DecisionLog.Entry(Instant.now(), batch, decision, conditions, measured, degraded));
    meters
        .timer(
            "isthmus.infer",
            "mode",
            decision.mode().name().toLowerCase(java.util.Locale.ROOT),
            "degraded",
            Boolean.toString(degraded))
        .record(Duration.ofNanos((long) (measured.totalMs() * 1e6)));
  }
}

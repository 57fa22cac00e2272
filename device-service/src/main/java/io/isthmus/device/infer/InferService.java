package io.isthmus.device.infer;

import io.isthmus.accuracy.MeasuredTime;
import io.isthmus.accuracy.Observation;
import io.isthmus.decision.CutTime;
import io.isthmus.decision.Decision;
import io.isthmus.decision.Patience;
import io.isthmus.decision.Reason;
import io.isthmus.device.decide.Decider;
import io.isthmus.device.decide.DecisionRecorder;
import io.isthmus.device.decide.Taken;
import io.isthmus.device.edge.EdgeLink;
import io.isthmus.device.edge.EdgeProperties;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.ImageException;
import io.isthmus.model.Network;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.Computation;
import io.isthmus.service.LoadMeter;
import java.time.Duration;
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

  /** The answer to a request. */
  record Answer(List<float[]> logits, Decision decision, MeasuredTime measured, boolean degraded) {}

  private final Network network;
  private final ProfileTimes profile;
  private final Computation computation;
  private final LoadMeter load;
  private final EdgeLink edge;
  private final Decider decider;
  private final Patience patience;
  private final DecisionRecorder recorder;

  InferService(
      Network network,
      ProfileTimes profile,
      Computation computation,
      LoadMeter load,
      EdgeLink edge,
      Decider decider,
      EdgeProperties properties,
      DecisionRecorder recorder) {
    this.network = network;
    this.profile = profile;
    this.computation = computation;
    this.load = load;
    this.edge = edge;
    this.decider = decider;
    this.patience = properties.patience();
    this.recorder = recorder;
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
    // before its own work is counted: W_d is the wait behind the work of others
    Taken taken = decider.decide(forced, input.workload());
    Decision decision = taken.decision();
    Run run = new Run(computation, load, profile, edge, network, memory, input);
    List<float[]> logits = run.carryOut(decision.split(), waiting(decision));
    boolean degraded = run.edgeFailed() || EDGE_MISSED.contains(decision.reason());
    Observation seen = run.observed((System.nanoTime() - start) / 1e6);
    recorder.record(taken, seen, degraded);
    return new Answer(logits, decision, seen.time(), degraded);
  }

  /** A cut that the request names is waited for: whoever forces it wants to see it. */
  private Waiting waiting(Decision decision) {
    CutTime predicted = decision.predicted();
    if (predicted == null) {
      return new Waiting(-1, Waiting.FOREVER);
    }
    double exchangeMs = predicted.linkMs() + predicted.edgeMs();
    boolean forced = decision.reason() == Reason.FORCED;
    double overdueMs = patience.overdueMs(exchangeMs);
    return new Waiting(
        exchangeMs, forced ? Waiting.FOREVER : Duration.ofNanos((long) (overdueMs * 1e6)));
  }
}

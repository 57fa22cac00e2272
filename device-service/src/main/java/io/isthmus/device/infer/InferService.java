package io.isthmus.device.infer;

import io.isthmus.accuracy.MeasuredTime;
import io.isthmus.accuracy.Observation;
import io.isthmus.control.SplitPreference;
import io.isthmus.decision.Chunk;
import io.isthmus.decision.Decision;
import io.isthmus.decision.HedgePolicy;
import io.isthmus.decision.Option;
import io.isthmus.decision.Plan;
import io.isthmus.decision.Reason;
import io.isthmus.decision.Schedule;
import io.isthmus.device.control.LiveController;
import io.isthmus.device.decide.Decider;
import io.isthmus.device.decide.DecisionContext;
import io.isthmus.device.decide.DecisionRecorder;
import io.isthmus.device.decide.TooLate;
import io.isthmus.device.edge.EdgeProperties;
import io.isthmus.device.edge.TailHost;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.ImageException;
import io.isthmus.network.Network;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.Deadlines;
import io.isthmus.service.LoadMeter;
import io.isthmus.service.model.ExpiredException;
import io.isthmus.service.model.Finite;
import io.isthmus.service.model.InferenceExecutor;
import io.isthmus.service.observability.Spans;
import io.isthmus.wire.Deadline;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;

/** Decides, and has the plan carried out. */
@Service
public class InferService {

  /** Decisions for the device that were not made for being the fastest. */
  private static final Set<Reason> EDGE_MISSED =
      EnumSet.of(Reason.EDGE_UNAVAILABLE, Reason.EDGE_BUSY, Reason.EDGE_MODEL_DIFFERS);

  /** The answer to a request. */
  public record Answer(
      List<float[]> logits, Decision decision, MeasuredTime measured, boolean degraded) {}

  private final Network network;
  private final InferenceExecutor computation;
  private final Supplier<ProfileTimes> profile;
  private final LoadMeter load;
  private final TailHost edge;
  private final Decider decider;
  private final HedgePolicy patience;
  private final DecisionRecorder recorder;
  private final LiveController controller;
  private final Deadlines deadlines;
  private final TooLate tooLate;
  private final Spans spans;

  InferService(
      Network network,
      Supplier<ProfileTimes> profile,
      InferenceExecutor computation,
      LoadMeter load,
      TailHost edge,
      Decider decider,
      EdgeProperties properties,
      DecisionRecorder recorder,
      LiveController controller,
      Deadlines deadlines,
      TooLate tooLate,
      Spans spans) {
    this.network = network;
    this.computation = computation;
    this.profile = profile;
    this.load = load;
    this.edge = edge;
    this.decider = decider;
    this.patience = properties.patience();
    this.recorder = recorder;
    this.controller = controller;
    this.deadlines = deadlines;
    this.tooLate = tooLate;
    this.spans = spans;
  }

  /** Whether the configuration lets this option be used. */
  public boolean allows(Option option) {
    return decider.allows(option);
  }

  /**
   * Answers a request.
   *
   * @param memory holds the input, and is the caller's to close
   * @param wish what the request asks of the decision
   * @param deadline after which nothing is begun for it; what is ready then is still the answer
   * @throws ImageException if an image is damaged
   * @throws org.springframework.web.ErrorResponseException 500 if a logit is not finite
   */
  public Answer infer(
      RequestMemory memory, InferInput input, SplitPreference wish, Deadline deadline)
      throws ImageException {
    long start = System.nanoTime();
    // before its own work is counted: W_d is the wait behind the work of others
    DecisionContext taken = decide(wish, input, deadline);
    Decision decision = taken.decision();
    RequestTimings account = new RequestTimings();
    List<float[]> logits = inTime(taken, input, account, deadline);
    requireFinite(logits);
    boolean degraded = account.edgeFailed() || EDGE_MISSED.contains(decision.reason());
    Observation seen = account.observed((System.nanoTime() - start) / 1e6);
    recorder.record(taken, seen, degraded);
    deadlines.answered(deadline);
    return new Answer(logits, decision, seen.time(), degraded);
  }

  private static void requireFinite(List<float[]> logits) {
    for (int i = 0; i < logits.size(); i++) {
      Finite.require(FloatBuffer.wrap(logits.get(i)), i, logits.size());
    }
  }

  private DecisionContext decide(SplitPreference wish, InferInput input, Deadline deadline) {
    try (Spans.Open span = spans.open("decide")) {
      return decider.decide(wish, input.workload(), deadline);
    }
  }

  private List<float[]> inTime(
      DecisionContext taken, InferInput input, RequestTimings account, Deadline deadline)
      throws ImageException {
    try {
      return carryOut(taken, input, account, deadline);
    } catch (ExpiredException e) {
      double leftMs = deadline.leftMs(System.nanoTime());
      throw tooLate.missed(taken.decision(), account.attempts(), leftMs);
    }
  }

  private List<float[]> carryOut(
      DecisionContext taken, InferInput input, RequestTimings account, Deadline deadline)
      throws ImageException {
    List<Chunk> chunks = taken.decision().plan().chunks();
    List<TailTimeout> waiting = waiting(taken, deadline);
    LocalExecutor own = new LocalExecutor(computation, load, profile.get());
    try (PlanRun run = new PlanRun(edge.uploads(), new HeadGaps(own, account, controller))) {
      int first = 0;
      for (int i = 0; i < chunks.size(); i++) {
        Chunk chunk = chunks.get(i);
        RequestMemory memory = run.own(computation.openMemory());
        InferInput part = input.part(first, chunk.images(), memory);
        run.add(
            new ChunkRun(own, edge, chunk.option(), waiting.get(i), memory, part, account, spans));
        first += chunk.images();
      }
      return run.carryOut(network.classes());
    }
  }

  /**
   * How long to wait for each chunk of a plan. A cut that the request names is waited for: whoever
   * forces it wants to see it.
   */
  private List<TailTimeout> waiting(DecisionContext taken, Deadline deadline) {
    Decision decision = taken.decision();
    Plan plan = decision.plan();
    Schedule schedule = decision.schedule();
    if (schedule == null) {
      return Collections.nCopies(
          plan.chunks().size(), new TailTimeout(-1, 0, TailTimeout.FOREVER, deadline));
    }
    boolean forced = decision.reason() == Reason.FORCED;
    List<TailTimeout> waiting = new ArrayList<>();
    for (int i = 0; i < schedule.chunks().size(); i++) {
      double exchangeMs = schedule.chunks().get(i).exchangeMs();
      waiting.add(waiting(exchangeMs, schedule.aheadMs(i), forced, deadline));
    }
    return waiting;
  }

  private TailTimeout waiting(
      double exchangeMs, double aheadMs, boolean forced, Deadline deadline) {
    double overdueMs = patience.overdueMs(exchangeMs, aheadMs);
    return new TailTimeout(
        exchangeMs,
        aheadMs,
        forced ? TailTimeout.FOREVER : Duration.ofNanos((long) (overdueMs * 1e6)),
        deadline);
  }
}

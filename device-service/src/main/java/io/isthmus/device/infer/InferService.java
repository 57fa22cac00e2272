package io.isthmus.device.infer;

import io.isthmus.accuracy.MeasuredTime;
import io.isthmus.accuracy.Observation;
import io.isthmus.decision.Decision;
import io.isthmus.decision.Reason;
import io.isthmus.device.decide.Decider;
import io.isthmus.device.decide.DecisionContext;
import io.isthmus.device.decide.DecisionRecorder;
import io.isthmus.device.decide.TooLate;
import io.isthmus.device.decide.Wish;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.ImageException;
import io.isthmus.service.Deadlines;
import io.isthmus.service.model.ExpiredException;
import io.isthmus.service.model.Finite;
import io.isthmus.service.observability.Spans;
import io.isthmus.wire.Deadline;
import java.nio.FloatBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;

/** Decides, and has the plan carried out. */
@Service
public class InferService {

  /** Decisions for the device that were not made for being the fastest. */
  private static final Set<Reason> EDGE_MISSED =
      EnumSet.of(Reason.EDGE_UNAVAILABLE, Reason.EDGE_BUSY, Reason.EDGE_MODEL_DIFFERS);

  /** The answer to a request: of each image the values of one output after another. */
  public record Answer(
      List<float[]> values, Decision decision, MeasuredTime measured, boolean degraded) {}

  private final WishReader wishes;
  private final Decider decider;
  private final PlanExecutor plans;
  private final DecisionRecorder recorder;
  private final Deadlines deadlines;
  private final TooLate tooLate;
  private final Spans spans;

  InferService(
      WishReader wishes,
      Decider decider,
      PlanExecutor plans,
      DecisionRecorder recorder,
      Deadlines deadlines,
      TooLate tooLate,
      Spans spans) {
    this.wishes = wishes;
    this.decider = decider;
    this.plans = plans;
    this.recorder = recorder;
    this.deadlines = deadlines;
    this.tooLate = tooLate;
    this.spans = spans;
  }

  /** Reads what requests ask of the decision. */
  public WishReader wishes() {
    return wishes;
  }

  /**
   * Answers a request.
   *
   * @param memory holds the input, and is the caller's to close
   * @param wish what the request asks of the decision
   * @param deadline after which nothing is begun for it; what is ready then is still the answer
   * @throws ImageException if an image is damaged
   * @throws org.springframework.web.ErrorResponseException 500 if a value is not finite
   */
  public Answer infer(RequestMemory memory, InferInput input, Wish wish, Deadline deadline)
      throws ImageException {
    long start = System.nanoTime();
    // before its own work is counted: W_d is the wait behind the work of others
    DecisionContext taken = decide(wish, input, deadline);
    Decision decision = taken.decision();
    RequestTimings account = new RequestTimings();
    List<float[]> values = inTime(taken, input, account, deadline);
    requireFinite(values);
    boolean degraded = account.edgeFailed() || EDGE_MISSED.contains(decision.reason());
    Observation seen = account.observed((System.nanoTime() - start) / 1e6);
    recorder.record(taken, seen, degraded);
    deadlines.answered(deadline);
    return new Answer(values, decision, seen.time(), degraded);
  }

  private static void requireFinite(List<float[]> values) {
    for (int i = 0; i < values.size(); i++) {
      Finite.require(FloatBuffer.wrap(values.get(i)), i, values.size());
    }
  }

  private DecisionContext decide(Wish wish, InferInput input, Deadline deadline) {
    try (Spans.Open span = spans.open("decide")) {
      return decider.decide(wish, input.workload(), deadline);
    }
  }

  private List<float[]> inTime(
      DecisionContext taken, InferInput input, RequestTimings account, Deadline deadline)
      throws ImageException {
    try {
      return plans.carryOut(taken, input, account, deadline);
    } catch (ExpiredException e) {
      double leftMs = deadline.leftMs(System.nanoTime());
      throw tooLate.missed(taken.decision(), account.attempts(), leftMs);
    }
  }
}

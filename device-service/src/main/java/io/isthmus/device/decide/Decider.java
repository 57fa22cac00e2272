package io.isthmus.device.decide;

import io.isthmus.control.Request;
import io.isthmus.control.SplitPreference;
import io.isthmus.control.Verdict;
import io.isthmus.decision.CutMap;
import io.isthmus.decision.Decision;
import io.isthmus.decision.Explanation;
import io.isthmus.decision.OptionSpace;
import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.Workload;
import io.isthmus.device.control.LiveController;
import io.isthmus.service.Deadlines;
import io.isthmus.service.http.problem.Problems;
import io.isthmus.wire.Deadline;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/** Asks the controller for requests, and says to their clients what it refuses. */
@Component
public class Decider {

  private final LiveController controller;
  private final Deadlines deadlines;
  private final TooLate tooLate;

  Decider(LiveController controller, Deadlines deadlines, TooLate tooLate) {
    this.controller = controller;
    this.deadlines = deadlines;
    this.tooLate = tooLate;
  }

  /** The options that there are. */
  public OptionSpace space() {
    return selector().space();
  }

  private SplitSelector selector() {
    return controller.snapshot().controller().setup().selector();
  }

  /**
   * Takes the plan that the request names, or the fastest.
   *
   * @throws ErrorResponseException 413, for a batch that neither machine can take; 400, for a plan
   *     of another number of images; 504, for a deadline that cannot be met
   */
  public DecisionContext decide(Wish wish, Workload workload, Deadline deadline) {
    requireFit(wish.preference(), workload);
    Verdict verdict = controller.decide(wish.preference(), workload, deadline, wish.accuracy());
    if (verdict.kind() == Verdict.Kind.TRIED) {
      deadlines.tried();
    }
    if (verdict.kind() == Verdict.Kind.TOO_LATE) {
      throw tooLate.refusal(decision(verdict), verdict.situation().leftMs());
    }
    return taken(verdict);
  }

  private static void requireFit(SplitPreference preference, Workload workload) {
    if (preference instanceof SplitPreference.Chunks chunks
        && chunks.plan().images() != workload.batch()) {
      throw Problems.badRequest(
          "The plan has %d images, but the request brings %d."
              .formatted(chunks.plan().images(), workload.batch()));
    }
  }

  /** What would be decided: the same for an onlooker, for whom no link need be probed. */
  DecisionContext foresee(Wish wish, Workload workload) {
    return taken(controller.foresee(request(wish, workload)));
  }

  private static Request request(Wish wish, Workload workload) {
    return new Request(wish.preference(), workload, Double.POSITIVE_INFINITY, wish.accuracy());
  }

  private static DecisionContext taken(Verdict verdict) {
    return new DecisionContext(verdict.situation(), decision(verdict));
  }

  private static Decision decision(Verdict verdict) {
    if (verdict.kind() == Verdict.Kind.NO_ROOM) {
      throw Problems.tooLarge(
          "This device takes up to %d images at once. %d would all have to go to the edge, which cannot be used for them; send fewer."
              .formatted(verdict.situation().deviceRoom(), verdict.situation().workload().batch()));
    }
    return Objects.requireNonNull(verdict.decision());
  }

  /**
   * The best option for every rate and batch size in the conditions of the moment.
   *
   * @param wish whose accuracy they are to have
   * @param like tells how large an image is
   * @param bytesPerMs rates, in bytes per millisecond
   */
  CutMap map(Wish wish, Workload like, List<Double> bytesPerMs, List<Integer> batches) {
    return CutMap.of(
        selector(), controller.known().situation(request(wish, like)), bytesPerMs, batches);
  }

  /** Tells why a decision was as it was. */
  Explanation explain(DecisionContext taken) {
    return Explanation.of(selector(), taken.situation(), taken.decision());
  }
}

package io.isthmus.device.decide;

import io.isthmus.decision.Candidate;
import io.isthmus.decision.CutTime;
import io.isthmus.decision.Decision;
import io.isthmus.decision.Workload;
import io.isthmus.device.edge.EdgeLink;
import io.isthmus.model.Network;
import io.isthmus.tensor.Safetensors;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/**
 * {@code /actuator/splits}: why it cuts where it cuts. Conditions and candidates of the moment, for
 * one frame, and the latest decisions with predicted and measured times.
 */
@Component
@Endpoint(id = "splits")
class SplitsEndpoint {

  /** A cut and its predicted time, part by part. */
  record CandidateView(int split, String unit, PredictedMs predictedMs) {
    static CandidateView of(Candidate candidate) {
      return new CandidateView(
          candidate.time().split(), candidate.unit(), PredictedMs.of(candidate.time()));
    }
  }

  /** The parts of a predicted time. */
  record PredictedMs(
      double decode, double head, double transfer, double queue, double tail, double total) {
    static PredictedMs of(CutTime time) {
      return new PredictedMs(
          time.decodeMs(),
          time.headMs(),
          time.transferMs(),
          time.queueMs(),
          time.tailMs(),
          time.totalMs());
    }
  }

  /** A past decision. */
  record DecisionView(
      Instant at,
      int batch,
      String mode,
      int split,
      String unit,
      String reason,
      boolean degraded,
      double bytesPerSecond,
      double rttMs,
      double queueMs,
      double deviceFactor,
      double edgeFactor,
      @Nullable PredictedMs predictedMs,
      PredictedMs measuredMs,
      List<CandidateView> candidates) {

    static DecisionView of(DecisionLog.Entry entry) {
      Decision decision = entry.decision();
      CutTime predicted = decision.predicted();
      MeasuredTime m = entry.measured();
      return new DecisionView(
          entry.at(),
          entry.batch(),
          lower(decision.mode()),
          decision.split(),
          decision.unit(),
          lower(decision.reason()),
          entry.degraded(),
          entry.conditions().bytesPerMs() * 1000,
          entry.conditions().rttMs(),
          entry.conditions().queueMs(),
          entry.conditions().deviceFactor(),
          entry.conditions().edgeFactor(),
          predicted == null ? null : PredictedMs.of(predicted),
          new PredictedMs(
              m.decodeMs(), m.headMs(), m.transferMs(), m.queueMs(), m.tailMs(), m.totalMs()),
          decision.candidates().stream().map(CandidateView::of).toList());
    }
  }

  /** All of it. */
  record SplitsView(
      ConditionsView conditions, List<CandidateView> candidates, List<DecisionView> decisions) {}

  private final EdgeLink edge;
  private final Decider decider;
  private final DecisionLog decisions;
  private final Workload oneFrame;

  SplitsEndpoint(EdgeLink edge, Decider decider, DecisionLog decisions, Network network) {
    this.edge = edge;
    this.decider = decider;
    this.decisions = decisions;
    this.oneFrame = new Workload(1, Safetensors.size("input", network.input(), 1), 0);
  }

  @ReadOperation
  SplitsView splits() {
    return new SplitsView(
        ConditionsView.of(edge, decider.conditions()),
        decider.decide(OptionalInt.empty(), oneFrame).candidates().stream()
            .map(CandidateView::of)
            .toList(),
        decisions.latest().stream().map(DecisionView::of).toList());
  }

  /** An enum constant as it stands in JSON: {@code edge-unavailable}. */
  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package io.isthmus.device.decide;

import io.isthmus.accuracy.Tally;
import io.isthmus.decision.Explanation;
import io.isthmus.decision.Situation;
import io.isthmus.decision.Workload;
import io.isthmus.model.Network;
import io.isthmus.tensor.Safetensors;
import io.isthmus.wire.Deadline;
import java.util.List;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/**
 * {@code /actuator/splits}: why it cuts where it cuts. Conditions and cuts of the moment, for one
 * frame; how right it has been; and the latest decisions, each with all that it was taken on.
 */
@Component
@Endpoint(id = "splits")
class SplitsEndpoint {

  /**
   * All of it.
   *
   * @param conditions the live estimates
   * @param why what one frame would be decided now, as a sentence
   * @param candidates its cuts, those that are ruled out included
   * @param accuracy how right predictions and decisions are
   * @param decisions the latest, newest first
   */
  record SplitsView(
      ConditionsView conditions,
      String why,
      List<CutView> candidates,
      AccuracyView accuracy,
      List<DecisionView> decisions) {}

  private final Decider decider;
  private final DecisionLog log;
  private final Workload oneFrame;

  SplitsEndpoint(Decider decider, DecisionLog log, Network network) {
    this.decider = decider;
    this.log = log;
    this.oneFrame = new Workload(1, Safetensors.size("input", network.input(), 1), 0);
  }

  @ReadOperation
  SplitsView splits() {
    Taken now = decider.decide(new Wish.Fastest(), oneFrame, Deadline.NONE);
    Explanation explanation = decider.explain(now);
    Situation s = now.situation();
    List<DecisionLog.Entry> latest = log.latest();
    return new SplitsView(
        ConditionsView.of(s.edge().name(), s.conditions(), s.rateAgeMs()),
        explanation.why(),
        CutView.of(explanation),
        AccuracyView.of(
            DecisionLog.KEPT,
            Tally.of(latest.stream().map(DecisionLog.Entry::outcome).toList()),
            log.sinceStart()),
        latest.stream()
            .map(entry -> DecisionView.of(entry, decider.explain(entry.taken())))
            .toList());
  }
}

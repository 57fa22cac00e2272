package io.isthmus.device.decide;

import io.isthmus.decision.Explanation;
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
   * @param checks what was checked of each lossy option
   * @param accuracy how right predictions and decisions are
   * @param decisions the latest, newest first
   */
  record SplitsView(
      ConditionsView conditions,
      String why,
      List<CutView> candidates,
      List<CheckView> checks,
      AccuracyView accuracy,
      List<DecisionView> decisions) {}

  private final Explainer explainer;

  SplitsEndpoint(Explainer explainer) {
    this.explainer = explainer;
  }

  @ReadOperation
  SplitsView splits() {
    Explanation now = explainer.oneFrame();
    return new SplitsView(
        explainer.conditions(),
        now.why(),
        CutView.of(now),
        explainer.checks(),
        explainer.accuracy(),
        explainer.latest());
  }
}

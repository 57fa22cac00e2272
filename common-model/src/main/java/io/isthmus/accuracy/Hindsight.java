package io.isthmus.accuracy;

import io.isthmus.decision.Candidate;
import io.isthmus.decision.Decision;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.Option;
import io.isthmus.decision.Plan;
import io.isthmus.decision.SystemState;

/**
 * What would have been best, had the conditions that the request met been known before.
 *
 * @param met these conditions
 * @param option the option that is the best in them; of a plan of several chunks its main one
 * @param unit name of its cut
 * @param bestMs its time in them, by the same cost model, in milliseconds
 * @param chosenMs that of the plan that was taken
 */
public record Hindsight(
    SystemState met, Option option, String unit, double bestMs, double chosenMs) {

  /** Compares the plan of a decision with all of one chunk anew. */
  static Hindsight of(DecisionInput before, Decision decision, Observation seen) {
    Plan plan = decision.plan();
    SystemState met = seen.met(before, plan);
    double chosenMs = before.time(plan, met).totalMs();
    Option best = decision.option();
    String unit = decision.unit();
    double bestMs = chosenMs;
    for (Candidate candidate : decision.candidates()) {
      Option option = candidate.option();
      double ms = before.cost().time(option, before.workload(), met).totalMs();
      if (ms < bestMs) {
        best = option;
        unit = candidate.unit();
        bestMs = ms;
      }
    }
    return new Hindsight(met, best, unit, bestMs, chosenMs);
  }

  /** Regret: (chosen − best) / best, at least 0; 0 if the choice was right. */
  public double regret() {
    return bestMs > 0 ? (chosenMs - bestMs) / bestMs : 0;
  }
}

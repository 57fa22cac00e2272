package io.isthmus.accuracy;

import io.isthmus.decision.Candidate;
import io.isthmus.decision.Conditions;
import io.isthmus.decision.Decision;
import io.isthmus.decision.Situation;

/**
 * What would have been best, had the conditions that the request met been known before.
 *
 * @param met these conditions
 * @param split the cut that is the best in them
 * @param unit its name
 * @param bestMs its time in them, by the same cost model, in milliseconds
 * @param chosenMs that of the cut that was taken
 */
public record Hindsight(Conditions met, int split, String unit, double bestMs, double chosenMs) {

  /** Compares the candidates of a decision anew; it must have at least one. */
  static Hindsight of(Situation before, Decision decision, Observation seen) {
    Conditions met = seen.met(before, decision.mode(), decision.split());
    Candidate best = decision.candidates().get(0);
    double bestMs = Double.POSITIVE_INFINITY;
    double chosenMs = 0;
    for (Candidate candidate : decision.candidates()) {
      int split = candidate.time().split();
      double ms = before.cost().time(split, before.workload(), met).totalMs();
      chosenMs = split == decision.split() ? ms : chosenMs;
      if (ms <= bestMs) {
        best = candidate;
        bestMs = ms;
      }
    }
    return new Hindsight(met, best.time().split(), best.unit(), bestMs, chosenMs);
  }

  /** Regret: (chosen − best) / best, at least 0; 0 if the choice was right. */
  public double regret() {
    return bestMs > 0 ? (chosenMs - bestMs) / bestMs : 0;
  }
}

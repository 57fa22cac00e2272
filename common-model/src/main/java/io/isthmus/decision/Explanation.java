package io.isthmus.decision;

import io.isthmus.network.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Why a decision was as it was: every cut that could have been, what ruled it out if anything did,
 * and by how much the chosen one won. Made when somebody asks, not while a request waits.
 *
 * @param cuts all cuts, those that were ruled out included, ascending
 * @param runnerUp the next best of those that could be chosen, for a plan of several chunks the
 *     best with one; null if there was no other
 * @param marginMs how much sooner the chosen plan is predicted than the runner-up, in milliseconds
 * @param marginPercent the same as a part of the runner-up's time
 * @param why all of it in a sentence
 */
public record Explanation(
    List<Cut> cuts,
    @Nullable Candidate runnerUp,
    @Nullable Double marginMs,
    @Nullable Double marginPercent,
    String why) {

  /**
   * A cut that could have been.
   *
   * @param option the option
   * @param unit name of its cut
   * @param time its predicted time; null where it cannot be predicted
   * @param excluded what ruled it out; null if it could be chosen
   */
  public record Cut(
      Option option, String unit, @Nullable LatencyBreakdown time, @Nullable Reason excluded) {}

  /** Copies the list. */
  public Explanation {
    cuts = List.copyOf(cuts);
  }

  /** Explains a decision that the selector took in a situation. */
  public static Explanation of(SplitSelector selector, DecisionInput now, Decision decision) {
    Candidate next = runnerUp(decision);
    LatencyBreakdown chosen = decision.predicted();
    Double margin =
        next == null || chosen == null ? null : next.time().totalMs() - chosen.totalMs();
    Double percent =
        next == null || margin == null || next.time().totalMs() == 0
            ? null
            : 100 * margin / next.time().totalMs();
    List<Cut> cuts = cuts(selector, now, decision);
    String why = new Why(selector.network(), now).sentence(decision, next, percent);
    return new Explanation(cuts, next, margin, percent, why);
  }

  private static @Nullable Candidate runnerUp(Decision decision) {
    return decision.candidates().stream()
        .filter(candidate -> !candidate.plan().equals(decision.plan()))
        .min(Comparator.comparingDouble(candidate -> candidate.time().totalMs()))
        .orElse(null);
  }

  private static List<Cut> cuts(SplitSelector selector, DecisionInput now, Decision decision) {
    Network network = selector.network();
    TreeSet<Option> options = new TreeSet<>(selector.options(now.workload()));
    options.addAll(decision.plan().imagesByOption().keySet()); // forced ones may lie anywhere
    List<Cut> cuts = new ArrayList<>();
    for (Option option : options) {
      LatencyBreakdown time = predictable(option, now, network) ? now.time(option) : null;
      cuts.add(
          new Cut(
              option,
              network.cutName(option.cut()),
              time,
              excluded(option, selector, now, decision)));
    }
    return cuts;
  }

  private static @Nullable Reason excluded(
      Option option, SplitSelector selector, DecisionInput now, Decision decision) {
    if (decision.plan().imagesByOption().containsKey(option)) {
      return null;
    }
    Reason excluded = selector.excluded(option, now);
    return excluded == null && decision.reason() == Reason.FORCED ? Reason.FORCED : excluded;
  }

  /** Also where the edge cannot be used just now: what it would have been worth is of interest. */
  private static boolean predictable(Option option, DecisionInput now, Network network) {
    boolean onDevice = option.sendsFiles() || now.deviceHasRoom();
    boolean onEdge =
        option.cut() == network.length() || (now.edgeHasRoom() && now.rateAgeMs() != null);
    return onDevice && onEdge && now.cost().predicts(option);
  }
}

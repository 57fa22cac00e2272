package io.isthmus.plan;

import io.isthmus.decision.Candidate;
import io.isthmus.decision.Decision;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Option;
import io.isthmus.decision.Plan;
import io.isthmus.decision.Reason;
import io.isthmus.decision.SplitSelector;
import io.isthmus.network.Network;
import java.util.Objects;
import java.util.Optional;

/**
 * Chooses plans. Eq. 6's, the fastest cut for the whole batch, is always among the candidates; a
 * plan of several chunks is taken where k_p times its makespan is predicted shorter by more than
 * chunks cost that nobody predicts.
 */
public final class Planner {

  /** What a plan must gain over one chunk. */
  static final double LEAST_GAIN = 0.03;

  /**
   * What each chunk that is sent must gain besides, of the time to beat. Its exchange takes the
   * time of both machines, which nobody predicts.
   */
  static final double CHUNK_GAIN = 0.005;

  private final SplitSelector selector;
  private final Network network;

  /** A planner for the cuts that a selector compares. */
  public Planner(SplitSelector selector) {
    this.selector = selector;
    this.network = selector.network();
  }

  /**
   * The fastest plan that a situation leaves; empty if neither machine has room for the batch. If
   * even that is predicted to miss the deadline it is a refusal, {@link Reason#TOO_LATE}.
   */
  public Optional<Decision> decide(DecisionInput now) {
    return selector
        .decide(now.unhurried())
        .map(single -> improved(single, now).within(now.leftMs()));
  }

  /** The decision for one chunk with its bound, or that for a better plan. */
  private Decision improved(Decision single, DecisionInput now) {
    LatencyBreakdown predicted = single.predicted();
    boolean chosen = single.reason() == Reason.FASTEST || single.reason() == Reason.PRIVACY;
    if (!chosen || predicted == null) {
      return single;
    }
    Option[] options = single.candidates().stream().map(Candidate::option).toArray(Option[]::new);
    Stages stages = new Stages(options, now);
    double boundMs = stages.images * LowerBound.of(stages).perImageMs();
    if (stages.images == 1) {
      return single.bounded(boundMs);
    }
    return sooner(single, predicted.totalMs(), stages, now).bounded(boundMs);
  }

  /** The better of one chunk and the best plan of several. */
  private Decision sooner(Decision single, double singleMs, Stages stages, DecisionInput now) {
    double factor = now.conditions().planFactor();
    double toBeatMs = (1 - LEAST_GAIN) * singleMs / factor;
    PlanSearch search = new PlanSearch(stages, toBeatMs, CHUNK_GAIN * toBeatMs);
    Decision best = search.run().map(plan -> planned(single, plan, now)).orElse(single);
    double bestMs = Objects.requireNonNull(best.predicted()).totalMs();
    if (bestMs <= now.leftMs()) {
      return best;
    }
    // where that would be too late, whatever is sooner is worth what it costs
    PlanSearch anything = new PlanSearch(stages, bestMs / factor, 0);
    return anything.run().map(plan -> planned(single, plan, now)).orElse(best);
  }

  private Decision planned(Decision single, Plan plan, DecisionInput now) {
    Option option = plan.mainOption();
    return new Decision(
        plan.mode(network.length()),
        option,
        network.cutName(option.cut()),
        single.reason(),
        plan,
        now.schedule(plan),
        single.candidates(),
        single.heldBack(),
        null);
  }
}

package io.isthmus.plan;

import io.isthmus.decision.Chunk;
import io.isthmus.decision.CutTime;
import io.isthmus.decision.Decision;
import io.isthmus.decision.Plan;
import io.isthmus.decision.Reason;
import io.isthmus.decision.Situation;
import io.isthmus.decision.SplitSelector;
import io.isthmus.model.Network;
import java.util.List;
import java.util.Optional;

/**
 * Chooses plans. Eq. 6's, the fastest cut for the whole batch, is always among the candidates; a
 * plan of several chunks is taken where k_p times its makespan is predicted shorter by more than
 * chunks cost that nobody predicts.
 */
public final class Planner {

  /** What a plan must gain over one chunk. */
  static final double LEAST_GAIN = 0.03;

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
  public Optional<Decision> decide(Situation now) {
    return selector
        .decide(now.unhurried())
        .map(single -> improved(single, now).within(now.leftMs()));
  }

  /** The decision for one chunk with its bound, or that for a better plan. */
  private Decision improved(Decision single, Situation now) {
    CutTime predicted = single.predicted();
    boolean chosen = single.reason() == Reason.FASTEST || single.reason() == Reason.PRIVACY;
    if (!chosen || predicted == null) {
      return single;
    }
    int[] cuts =
        single.candidates().stream().mapToInt(candidate -> candidate.time().split()).toArray();
    Stages stages = new Stages(cuts, now);
    double boundMs = stages.images * Bound.of(stages).perImageMs();
    if (stages.images == 1) {
      return single.bounded(boundMs);
    }
    double singleMs = predicted.totalMs();
    // where one chunk would be too late, whatever is sooner is worth its cost
    double toBeatMs = singleMs > now.leftMs() ? singleMs : (1 - LEAST_GAIN) * singleMs;
    Search search = new Search(stages, toBeatMs / now.conditions().planFactor());
    List<Chunk> chunks = search.run();
    return chunks.isEmpty()
        ? single.bounded(boundMs)
        : planned(single, new Plan(chunks), now).bounded(boundMs);
  }

  private Decision planned(Decision single, Plan plan, Situation now) {
    int split = plan.mainSplit();
    return new Decision(
        plan.mode(network.length()),
        split,
        network.cutName(split),
        single.reason(),
        plan,
        now.time(plan),
        single.candidates(),
        single.heldBack(),
        null);
  }
}

package io.isthmus.decision;

import io.isthmus.model.Bottlenecks;
import io.isthmus.model.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the cut (Eq. 6): the argmin of the predicted time over {0} ∪ compressive bottlenecks ∪
 * {L}. Cut 0 is left out where raw input may not leave the device. Of equal times the later cut
 * wins: it asks less of the link and of others.
 */
public final class SplitSelector {

  private final Network network;
  private final boolean rawInputMayLeave;
  private final int[] cuts;

  /** A selector for a network under a privacy limit. */
  public SplitSelector(Network network, boolean rawInputMayLeave) {
    this.network = network;
    this.rawInputMayLeave = rawInputMayLeave;
    List<Integer> all = new ArrayList<>();
    all.add(0);
    all.addAll(Bottlenecks.of(network).compressive());
    all.add(network.length());
    cuts = all.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Whether this cut may be used at all: cut 0 may not where raw input stays on the device. */
  public boolean allows(int split) {
    return split > 0 || rawInputMayLeave;
  }

  /**
   * Takes the fastest cut.
   *
   * @param cost predicts the time of a cut
   * @param conditions the state to decide in
   */
  public Decision fastest(CostModel cost, Workload workload, Conditions conditions) {
    List<Candidate> candidates = new ArrayList<>(cuts.length);
    Candidate best = null;
    for (int cut : cuts) {
      if (allows(cut)) {
        Candidate candidate = candidate(cost, cut, workload, conditions);
        candidates.add(candidate);
        if (best == null || candidate.time().totalMs() <= best.time().totalMs()) {
          best = candidate;
        }
      }
    }
    if (best == null) {
      throw new IllegalStateException("cut L is always a candidate");
    }
    boolean heldBack =
        !rawInputMayLeave && cost.time(0, workload, conditions).totalMs() < best.time().totalMs();
    return decision(best, heldBack ? Reason.PRIVACY : Reason.FASTEST, candidates);
  }

  /** Runs everything on the device, for a reason that leaves no choice. */
  public Decision local(CostModel cost, Workload workload, Conditions conditions, Reason reason) {
    Candidate local = candidate(cost, network.length(), workload, conditions);
    return decision(local, reason, List.of(local));
  }

  /**
   * Takes the cut that the request names.
   *
   * @param time its predicted time; null where nothing is known of the link
   */
  public Decision forced(int split, int batch, @Nullable CutTime time) {
    Plan plan = Plan.single(batch, split);
    List<Candidate> candidates =
        time == null ? List.of() : List.of(new Candidate(plan, network.cutName(split), time));
    return new Decision(
        Mode.of(split, network.length()),
        split,
        network.cutName(split),
        Reason.FORCED,
        plan,
        time,
        candidates);
  }

  private Candidate candidate(CostModel cost, int split, Workload workload, Conditions conditions) {
    return new Candidate(
        Plan.single(workload.batch(), split),
        network.cutName(split),
        cost.time(split, workload, conditions));
  }

  private Decision decision(Candidate chosen, Reason reason, List<Candidate> candidates) {
    int split = chosen.time().split();
    List<Candidate> ordered =
        candidates.stream().sorted(Comparator.comparingInt(c -> c.time().split())).toList();
    return new Decision(
        Mode.of(split, network.length()),
        split,
        chosen.unit(),
        reason,
        chosen.plan(),
        chosen.time(),
        ordered);
  }
}
